package targets;

import static dev.fermata.Fermata.*;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import dev.fermata.tests.probe.Probe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedList;
import java.util.List;

/** Local variables that live across awaits, die before them, or share a slot. */
public class LocalsTarget {
  // case 37, case 44
  @Async
  public static Coroutine<Object> every_type_across(Probe p) {
    boolean z = true;
    byte b = 1;
    char c = 'c';
    short s = 2;
    int i = 3;
    long l = 4;
    float f = 5.5f;
    double d = 6.5;
    String t = "t";
    int[] a = {7};
    Object n = null;
    p.log(await(p.later("await")));
    return completed(z + "" + b + c + s + i + l + f + d + t + a[0] + n);
  }

  @Async
  static Coroutine<String> parameters(Probe p, long a, String b, double c, int unused, byte[] d) {
    long before = a;
    a += await(p.later(1));
    b = b + await(p.later("x"));
    await(p.later(0));
    d = new byte[] {9};
    c *= await(p.later(2));
    return completed(before + "," + a + "," + b + "," + c + "," + d[0]);
  }

  // case 39
  @Async
  public static Coroutine<Object> parameters_are_reassigned(Probe p) {
    return completed(await(parameters(p, 1L << 40, "b", 1.5, 3, new byte[0])));
  }

  // case 45
  @Async
  public static Coroutine<Object> one_slot_many_types(Probe p) {
    String out = "";
    {
      int x = await(p.later(1));
      await(p.later(0));
      out += x;
    }
    {
      String x = await(p.later("s"));
      await(p.later(0));
      out += x;
    }
    {
      long x = await(p.later(2L));
      await(p.later(0));
      out += x;
    }
    {
      double x = await(p.later(2.5));
      await(p.later(0));
      out += x;
    }
    {
      List<String> x = await(p.later(List.of("l")));
      await(p.later(0));
      out += x.get(0);
    }
    {
      Throwable x = new RuntimeException(await(p.later("m")));
      await(p.later(0));
      out += x.getMessage();
    }
    return completed(out);
  }

  // case 44
  @Async
  public static Coroutine<Object> overlapping_wide_slots(Probe p) {
    String out = "";
    {
      int a = await(p.later(1));
      long b = await(p.later(2L));
      out += a + b + await(p.later(","));
    }
    {
      long a = await(p.later(3L));
      int b = await(p.later(4));
      out += a + b + await(p.later(","));
    }
    {
      int a = 5;
      int b = 6;
      int c = await(p.later(7));
      out += a + b + c + await(p.later(","));
    }
    return completed(out);
  }

  // case 46
  @Async
  public static Coroutine<Object> declared_but_not_assigned(Probe p) {
    String late;
    int number;
    await(p.later("nothing is assigned yet"));
    if (await(p.later(true))) {
      late = "yes";
      number = await(p.later(1));
    } else {
      late = await(p.later("no"));
      number = 2;
    }
    return completed(late + number);
  }

  // case 47
  @Async
  public static Coroutine<Object> undefined_on_one_path(Probe p) {
    int r = 0;
    if (await(p.later(false))) {
      String only = await(p.later("here"));
      r = only.length();
    }
    await(p.later(1));
    long other = 5;
    r += other;
    await(p.later(2));
    return completed(r + other);
  }

  // case 52
  @Async
  public static Coroutine<Object> merge_of_unrelated_classes(Probe p) {
    boolean c = await(p.later(true));
    Collection<String> list = c ? new ArrayList<>() : new LinkedList<>();
    Comparable<?> number = c ? (Comparable<?>) 1 : "one";
    Object array = await(p.later(c)) ? new float[] {1.5f} : new Object[0];
    list.add(await(p.later("x")));
    await(p.later(0));
    return completed(list + "," + number + "," + Arrays.deepToString(new Object[] {array}));
  }

  interface Left {
    default String left() {
      return "left";
    }
  }

  interface Right {
    default String right() {
      return "right";
    }
  }

  static class One implements Left, Right {}

  static class Two implements Left, Right {}

  // case 52
  @Async
  public static Coroutine<Object> merge_of_two_interfaces(Probe p) {
    var either = await(p.later(true)) ? new One() : new Two();
    await(p.later(0));
    return completed(either.left() + await(p.later("+")) + either.right());
  }

  // case 53
  @Async
  public static Coroutine<Object> captured_variables(Probe p) {
    String captured = await(p.later("c"));
    int[] cell = {1};
    Runnable add = () -> cell[0] += captured.length();
    add.run();
    cell[0] += await(p.later(10));
    add.run();
    Object anonymous =
        new Object() {
          @Override
          public String toString() {
            return captured + cell[0];
          }
        };
    await(p.later(0));
    add.run();
    return completed(anonymous.toString());
  }

  // case 55
  @Async
  public static Coroutine<Object> three_hundred_locals(Probe p) {
    int w0 = 0; long w1 = 1; int w2 = 2; long w3 = 3; int w4 = 4; long w5 = 5; // WARNING: FER-302
    int w6 = 6; long w7 = 7; int w8 = 8; long w9 = 9; int w10 = 10; long w11 = 11;
    int w12 = 12; long w13 = 13; int w14 = 14; long w15 = 15; int w16 = 16; long w17 = 17;
    int w18 = 18; long w19 = 19; int w20 = 20; long w21 = 21; int w22 = 22; long w23 = 23;
    int w24 = 24; long w25 = 25; int w26 = 26; long w27 = 27; int w28 = 28; long w29 = 29;
    int w30 = 30; long w31 = 31; int w32 = 32; long w33 = 33; int w34 = 34; long w35 = 35;
    int w36 = 36; long w37 = 37; int w38 = 38; long w39 = 39; int w40 = 40; long w41 = 41;
    int w42 = 42; long w43 = 43; int w44 = 44; long w45 = 45; int w46 = 46; long w47 = 47;
    int w48 = 48; long w49 = 49; int w50 = 50; long w51 = 51; int w52 = 52; long w53 = 53;
    int w54 = 54; long w55 = 55; int w56 = 56; long w57 = 57; int w58 = 58; long w59 = 59;
    int w60 = 60; long w61 = 61; int w62 = 62; long w63 = 63; int w64 = 64; long w65 = 65;
    int w66 = 66; long w67 = 67; int w68 = 68; long w69 = 69; int w70 = 70; long w71 = 71;
    int w72 = 72; long w73 = 73; int w74 = 74; long w75 = 75; int w76 = 76; long w77 = 77;
    int w78 = 78; long w79 = 79; int w80 = 80; long w81 = 81; int w82 = 82; long w83 = 83;
    int w84 = 84; long w85 = 85; int w86 = 86; long w87 = 87; int w88 = 88; long w89 = 89;
    int w90 = 90; long w91 = 91; int w92 = 92; long w93 = 93; int w94 = 94; long w95 = 95;
    int w96 = 96; long w97 = 97; int w98 = 98; long w99 = 99; int w100 = 100; long w101 = 101;
    int w102 = 102; long w103 = 103; int w104 = 104; long w105 = 105; int w106 = 106; long w107 = 107;
    int w108 = 108; long w109 = 109; int w110 = 110; long w111 = 111; int w112 = 112; long w113 = 113;
    int w114 = 114; long w115 = 115; int w116 = 116; long w117 = 117; int w118 = 118; long w119 = 119;
    int w120 = 120; long w121 = 121; int w122 = 122; long w123 = 123; int w124 = 124; long w125 = 125;
    int w126 = 126; long w127 = 127; int w128 = 128; long w129 = 129; int w130 = 130; long w131 = 131;
    int w132 = 132; long w133 = 133; int w134 = 134; long w135 = 135; int w136 = 136; long w137 = 137;
    int w138 = 138; long w139 = 139; int w140 = 140; long w141 = 141; int w142 = 142; long w143 = 143;
    int w144 = 144; long w145 = 145; int w146 = 146; long w147 = 147; int w148 = 148; long w149 = 149;
    int w150 = 150; long w151 = 151; int w152 = 152; long w153 = 153; int w154 = 154; long w155 = 155;
    int w156 = 156; long w157 = 157; int w158 = 158; long w159 = 159; int w160 = 160; long w161 = 161;
    int w162 = 162; long w163 = 163; int w164 = 164; long w165 = 165; int w166 = 166; long w167 = 167;
    int w168 = 168; long w169 = 169; int w170 = 170; long w171 = 171; int w172 = 172; long w173 = 173;
    int w174 = 174; long w175 = 175; int w176 = 176; long w177 = 177; int w178 = 178; long w179 = 179;
    int w180 = 180; long w181 = 181; int w182 = 182; long w183 = 183; int w184 = 184; long w185 = 185;
    int w186 = 186; long w187 = 187; int w188 = 188; long w189 = 189; int w190 = 190; long w191 = 191;
    int w192 = 192; long w193 = 193; int w194 = 194; long w195 = 195; int w196 = 196; long w197 = 197;
    int w198 = 198; long w199 = 199; int w200 = 200; long w201 = 201; int w202 = 202; long w203 = 203;
    int w204 = 204; long w205 = 205; int w206 = 206; long w207 = 207; int w208 = 208; long w209 = 209;
    int w210 = 210; long w211 = 211; int w212 = 212; long w213 = 213; int w214 = 214; long w215 = 215;
    int w216 = 216; long w217 = 217; int w218 = 218; long w219 = 219; int w220 = 220; long w221 = 221;
    int w222 = 222; long w223 = 223; int w224 = 224; long w225 = 225; int w226 = 226; long w227 = 227;
    int w228 = 228; long w229 = 229; int w230 = 230; long w231 = 231; int w232 = 232; long w233 = 233;
    int w234 = 234; long w235 = 235; int w236 = 236; long w237 = 237; int w238 = 238; long w239 = 239;
    int w240 = 240; long w241 = 241; int w242 = 242; long w243 = 243; int w244 = 244; long w245 = 245;
    int w246 = 246; long w247 = 247; int w248 = 248; long w249 = 249; int w250 = 250; long w251 = 251;
    int w252 = 252; long w253 = 253; int w254 = 254; long w255 = 255; int w256 = 256; long w257 = 257;
    int w258 = 258; long w259 = 259; int w260 = 260; long w261 = 261; int w262 = 262; long w263 = 263;
    int w264 = 264; long w265 = 265; int w266 = 266; long w267 = 267; int w268 = 268; long w269 = 269;
    int w270 = 270; long w271 = 271; int w272 = 272; long w273 = 273; int w274 = 274; long w275 = 275;
    int w276 = 276; long w277 = 277; int w278 = 278; long w279 = 279; int w280 = 280; long w281 = 281;
    int w282 = 282; long w283 = 283; int w284 = 284; long w285 = 285; int w286 = 286; long w287 = 287;
    int w288 = 288; long w289 = 289; int w290 = 290; long w291 = 291; int w292 = 292; long w293 = 293;
    int w294 = 294; long w295 = 295; int w296 = 296; long w297 = 297; int w298 = 298; int w299 = 299;
    int sum = await(p.later(0));
    sum += w0 * 0 + w1 * 1 + w2 * 2 + w3 * 3 + w4 * 4 + w5 * 5 + w6 * 6 + w7 * 0 + w8 * 1 + w9 * 2;
    sum += w10 * 3 + w11 * 4 + w12 * 5 + w13 * 6 + w14 * 0 + w15 * 1 + w16 * 2 + w17 * 3 + w18 * 4 + w19 * 5;
    sum += w20 * 6 + w21 * 0 + w22 * 1 + w23 * 2 + w24 * 3 + w25 * 4 + w26 * 5 + w27 * 6 + w28 * 0 + w29 * 1;
    sum += w30 * 2 + w31 * 3 + w32 * 4 + w33 * 5 + w34 * 6 + w35 * 0 + w36 * 1 + w37 * 2 + w38 * 3 + w39 * 4;
    sum += w40 * 5 + w41 * 6 + w42 * 0 + w43 * 1 + w44 * 2 + w45 * 3 + w46 * 4 + w47 * 5 + w48 * 6 + w49 * 0;
    sum += w50 * 1 + w51 * 2 + w52 * 3 + w53 * 4 + w54 * 5 + w55 * 6 + w56 * 0 + w57 * 1 + w58 * 2 + w59 * 3;
    sum += w60 * 4 + w61 * 5 + w62 * 6 + w63 * 0 + w64 * 1 + w65 * 2 + w66 * 3 + w67 * 4 + w68 * 5 + w69 * 6;
    sum += w70 * 0 + w71 * 1 + w72 * 2 + w73 * 3 + w74 * 4 + w75 * 5 + w76 * 6 + w77 * 0 + w78 * 1 + w79 * 2;
    sum += w80 * 3 + w81 * 4 + w82 * 5 + w83 * 6 + w84 * 0 + w85 * 1 + w86 * 2 + w87 * 3 + w88 * 4 + w89 * 5;
    sum += w90 * 6 + w91 * 0 + w92 * 1 + w93 * 2 + w94 * 3 + w95 * 4 + w96 * 5 + w97 * 6 + w98 * 0 + w99 * 1;
    sum += w100 * 2 + w101 * 3 + w102 * 4 + w103 * 5 + w104 * 6 + w105 * 0 + w106 * 1 + w107 * 2 + w108 * 3 + w109 * 4;
    sum += w110 * 5 + w111 * 6 + w112 * 0 + w113 * 1 + w114 * 2 + w115 * 3 + w116 * 4 + w117 * 5 + w118 * 6 + w119 * 0;
    sum += w120 * 1 + w121 * 2 + w122 * 3 + w123 * 4 + w124 * 5 + w125 * 6 + w126 * 0 + w127 * 1 + w128 * 2 + w129 * 3;
    sum += w130 * 4 + w131 * 5 + w132 * 6 + w133 * 0 + w134 * 1 + w135 * 2 + w136 * 3 + w137 * 4 + w138 * 5 + w139 * 6;
    sum += w140 * 0 + w141 * 1 + w142 * 2 + w143 * 3 + w144 * 4 + w145 * 5 + w146 * 6 + w147 * 0 + w148 * 1 + w149 * 2;
    sum += w150 * 3 + w151 * 4 + w152 * 5 + w153 * 6 + w154 * 0 + w155 * 1 + w156 * 2 + w157 * 3 + w158 * 4 + w159 * 5;
    sum += w160 * 6 + w161 * 0 + w162 * 1 + w163 * 2 + w164 * 3 + w165 * 4 + w166 * 5 + w167 * 6 + w168 * 0 + w169 * 1;
    sum += w170 * 2 + w171 * 3 + w172 * 4 + w173 * 5 + w174 * 6 + w175 * 0 + w176 * 1 + w177 * 2 + w178 * 3 + w179 * 4;
    sum += w180 * 5 + w181 * 6 + w182 * 0 + w183 * 1 + w184 * 2 + w185 * 3 + w186 * 4 + w187 * 5 + w188 * 6 + w189 * 0;
    sum += w190 * 1 + w191 * 2 + w192 * 3 + w193 * 4 + w194 * 5 + w195 * 6 + w196 * 0 + w197 * 1 + w198 * 2 + w199 * 3;
    sum += w200 * 4 + w201 * 5 + w202 * 6 + w203 * 0 + w204 * 1 + w205 * 2 + w206 * 3 + w207 * 4 + w208 * 5 + w209 * 6;
    sum += w210 * 0 + w211 * 1 + w212 * 2 + w213 * 3 + w214 * 4 + w215 * 5 + w216 * 6 + w217 * 0 + w218 * 1 + w219 * 2;
    sum += w220 * 3 + w221 * 4 + w222 * 5 + w223 * 6 + w224 * 0 + w225 * 1 + w226 * 2 + w227 * 3 + w228 * 4 + w229 * 5;
    sum += w230 * 6 + w231 * 0 + w232 * 1 + w233 * 2 + w234 * 3 + w235 * 4 + w236 * 5 + w237 * 6 + w238 * 0 + w239 * 1;
    sum += w240 * 2 + w241 * 3 + w242 * 4 + w243 * 5 + w244 * 6 + w245 * 0 + w246 * 1 + w247 * 2 + w248 * 3 + w249 * 4;
    sum += w250 * 5 + w251 * 6 + w252 * 0 + w253 * 1 + w254 * 2 + w255 * 3 + w256 * 4 + w257 * 5 + w258 * 6 + w259 * 0;
    sum += w260 * 1 + w261 * 2 + w262 * 3 + w263 * 4 + w264 * 5 + w265 * 6 + w266 * 0 + w267 * 1 + w268 * 2 + w269 * 3;
    sum += w270 * 4 + w271 * 5 + w272 * 6 + w273 * 0 + w274 * 1 + w275 * 2 + w276 * 3 + w277 * 4 + w278 * 5 + w279 * 6;
    sum += w280 * 0 + w281 * 1 + w282 * 2 + w283 * 3 + w284 * 4 + w285 * 5 + w286 * 6 + w287 * 0 + w288 * 1 + w289 * 2;
    sum += w290 * 3 + w291 * 4 + w292 * 5 + w293 * 6 + w294 * 0 + w295 * 1 + w296 * 2 + w297 * 3 + w298 * 4 + w299 * 5;
    w299 += await(p.later(1));
    w299++;
    w299 += 1000;
    return completed(sum + w299);
  }

  // case 56
  @Async
  public static Coroutine<Object> wide_increments(Probe p) {
    long w0 = 0, w1 = 1, w2 = 2, w3 = 3, w4 = 4, w5 = 5, w6 = 6, w7 = 7, w8 = 8, w9 = 9;
    long w10 = 10, w11 = 11, w12 = 12, w13 = 13, w14 = 14, w15 = 15, w16 = 16, w17 = 17, w18 = 18, w19 = 19;
    long w20 = 20, w21 = 21, w22 = 22, w23 = 23, w24 = 24, w25 = 25, w26 = 26, w27 = 27, w28 = 28, w29 = 29;
    long w30 = 30, w31 = 31, w32 = 32, w33 = 33, w34 = 34, w35 = 35, w36 = 36, w37 = 37, w38 = 38, w39 = 39;
    long w40 = 40, w41 = 41, w42 = 42, w43 = 43, w44 = 44, w45 = 45, w46 = 46, w47 = 47, w48 = 48, w49 = 49;
    long w50 = 50, w51 = 51, w52 = 52, w53 = 53, w54 = 54, w55 = 55, w56 = 56, w57 = 57, w58 = 58, w59 = 59;
    long w60 = 60, w61 = 61, w62 = 62, w63 = 63, w64 = 64, w65 = 65, w66 = 66, w67 = 67, w68 = 68, w69 = 69;
    long w70 = 70, w71 = 71, w72 = 72, w73 = 73, w74 = 74, w75 = 75, w76 = 76, w77 = 77, w78 = 78, w79 = 79;
    long w80 = 80, w81 = 81, w82 = 82, w83 = 83, w84 = 84, w85 = 85, w86 = 86, w87 = 87, w88 = 88, w89 = 89;
    long w90 = 90, w91 = 91, w92 = 92, w93 = 93, w94 = 94, w95 = 95, w96 = 96, w97 = 97, w98 = 98, w99 = 99;
    long w100 = 100, w101 = 101, w102 = 102, w103 = 103, w104 = 104, w105 = 105, w106 = 106, w107 = 107, w108 = 108, w109 = 109;
    long w110 = 110, w111 = 111, w112 = 112, w113 = 113, w114 = 114, w115 = 115, w116 = 116, w117 = 117, w118 = 118, w119 = 119;
    long w120 = 120, w121 = 121, w122 = 122, w123 = 123, w124 = 124, w125 = 125, w126 = 126, w127 = 127, w128 = 128, w129 = 129;
    int high = 1;
    while (high < 2000) {
      high += 700;
      await(p.later(high));
      high++;
    }
    return completed(high + w0 + w129);
  }

  @Async
  static Coroutine<String> many(Probe p, long a0, long a1, long a2, long a3, long a4, long a5, long a6, long a7, long a8, long a9, long a10, long a11, long a12, long a13, long a14, long a15, long a16, long a17, long a18, long a19, long a20, long a21, long a22, long a23, long a24, long a25, long a26, long a27, long a28, long a29, long a30, long a31, long a32, long a33, long a34, long a35, long a36, long a37, long a38, long a39, long a40, long a41, long a42, long a43, long a44, long a45, long a46, long a47, long a48, long a49, long a50, long a51, long a52, long a53, long a54, long a55, long a56, long a57, long a58, long a59, long a60, long a61, long a62, long a63, long a64, long a65, long a66, long a67, long a68, long a69, long a70, long a71, long a72, long a73, long a74, long a75, long a76, long a77, long a78, long a79, long a80, long a81, long a82, long a83, long a84, long a85, long a86, long a87, long a88, long a89, long a90, long a91, long a92, long a93, long a94, long a95, long a96, long a97, long a98, long a99) {
    long before = a0 + a99;
    String x = await(p.later("x"));
    return completed(x + before + "," + (a1 + a98 + await(p.later(1))));
  }

  // case 55
  @Async
  public static Coroutine<Object> two_hundred_argument_slots(Probe p) {
    return completed(await(many(p, 0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L, 13L, 14L, 15L, 16L, 17L, 18L, 19L, 20L, 21L, 22L, 23L, 24L, 25L, 26L, 27L, 28L, 29L, 30L, 31L, 32L, 33L, 34L, 35L, 36L, 37L, 38L, 39L, 40L, 41L, 42L, 43L, 44L, 45L, 46L, 47L, 48L, 49L, await(p.later(50L)), 51L, 52L, 53L, 54L, 55L, 56L, 57L, 58L, 59L, 60L, 61L, 62L, 63L, 64L, 65L, 66L, 67L, 68L, 69L, 70L, 71L, 72L, 73L, 74L, 75L, 76L, 77L, 78L, 79L, 80L, 81L, 82L, 83L, 84L, 85L, 86L, 87L, 88L, 89L, 90L, 91L, 92L, 93L, 94L, 95L, 96L, 97L, 98L, 99L)));
  }

  // case 49
  @Async
  public static Coroutine<Object> reassigned_between_awaits(Probe p) {
    String s = "a";
    await(p.later(0));
    s = "b";
    p.log(s);
    await(p.later(0));
    String t = s;
    s = null;
    await(p.later(0));
    return completed(t + s);
  }

  // case 42
  @Async
  public static Coroutine<Object> narrowed_by_a_cast(Probe p) {
    Object o = await(p.later("text"));
    String s = (String) o;
    await(p.later(0));
    Comparable<String> c = s;
    o = 5;
    await(p.later(0));
    return completed(s.length() + c.compareTo("t") + (Integer) o);
  }

  // case 57
  @Async
  public static Coroutine<Object> compiler_temporaries(Probe p) {
    String out = "";
    for (String s : Collections.unmodifiableList(List.of("a", "b"))) {
      switch (s) {
        case "a":
          for (char c : s.toCharArray()) {
            out += c + await(p.later("1"));
          }
          break;
        default:
          try {
            out += await(p.later("2"));
          } finally {
            out += "f";
          }
      }
    }
    return completed(out);
  }
}
