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
    int w0 = 0; // WARNING: FER-302
    long w1 = 1;
    int w2 = 2;
    long w3 = 3;
    int w4 = 4;
    long w5 = 5;
    int w6 = 6;
    long w7 = 7;
    int w8 = 8;
    long w9 = 9;
    int w10 = 10;
    long w11 = 11;
    int w12 = 12;
    long w13 = 13;
    int w14 = 14;
    long w15 = 15;
    int w16 = 16;
    long w17 = 17;
    int w18 = 18;
    long w19 = 19;
    int w20 = 20;
    long w21 = 21;
    int w22 = 22;
    long w23 = 23;
    int w24 = 24;
    long w25 = 25;
    int w26 = 26;
    long w27 = 27;
    int w28 = 28;
    long w29 = 29;
    int w30 = 30;
    long w31 = 31;
    int w32 = 32;
    long w33 = 33;
    int w34 = 34;
    long w35 = 35;
    int w36 = 36;
    long w37 = 37;
    int w38 = 38;
    long w39 = 39;
    int w40 = 40;
    long w41 = 41;
    int w42 = 42;
    long w43 = 43;
    int w44 = 44;
    long w45 = 45;
    int w46 = 46;
    long w47 = 47;
    int w48 = 48;
    long w49 = 49;
    int w50 = 50;
    long w51 = 51;
    int w52 = 52;
    long w53 = 53;
    int w54 = 54;
    long w55 = 55;
    int w56 = 56;
    long w57 = 57;
    int w58 = 58;
    long w59 = 59;
    int w60 = 60;
    long w61 = 61;
    int w62 = 62;
    long w63 = 63;
    int w64 = 64;
    long w65 = 65;
    int w66 = 66;
    long w67 = 67;
    int w68 = 68;
    long w69 = 69;
    int w70 = 70;
    long w71 = 71;
    int w72 = 72;
    long w73 = 73;
    int w74 = 74;
    long w75 = 75;
    int w76 = 76;
    long w77 = 77;
    int w78 = 78;
    long w79 = 79;
    int w80 = 80;
    long w81 = 81;
    int w82 = 82;
    long w83 = 83;
    int w84 = 84;
    long w85 = 85;
    int w86 = 86;
    long w87 = 87;
    int w88 = 88;
    long w89 = 89;
    int w90 = 90;
    long w91 = 91;
    int w92 = 92;
    long w93 = 93;
    int w94 = 94;
    long w95 = 95;
    int w96 = 96;
    long w97 = 97;
    int w98 = 98;
    long w99 = 99;
    int w100 = 100;
    long w101 = 101;
    int w102 = 102;
    long w103 = 103;
    int w104 = 104;
    long w105 = 105;
    int w106 = 106;
    long w107 = 107;
    int w108 = 108;
    long w109 = 109;
    int w110 = 110;
    long w111 = 111;
    int w112 = 112;
    long w113 = 113;
    int w114 = 114;
    long w115 = 115;
    int w116 = 116;
    long w117 = 117;
    int w118 = 118;
    long w119 = 119;
    int w120 = 120;
    long w121 = 121;
    int w122 = 122;
    long w123 = 123;
    int w124 = 124;
    long w125 = 125;
    int w126 = 126;
    long w127 = 127;
    int w128 = 128;
    long w129 = 129;
    int w130 = 130;
    long w131 = 131;
    int w132 = 132;
    long w133 = 133;
    int w134 = 134;
    long w135 = 135;
    int w136 = 136;
    long w137 = 137;
    int w138 = 138;
    long w139 = 139;
    int w140 = 140;
    long w141 = 141;
    int w142 = 142;
    long w143 = 143;
    int w144 = 144;
    long w145 = 145;
    int w146 = 146;
    long w147 = 147;
    int w148 = 148;
    long w149 = 149;
    int w150 = 150;
    long w151 = 151;
    int w152 = 152;
    long w153 = 153;
    int w154 = 154;
    long w155 = 155;
    int w156 = 156;
    long w157 = 157;
    int w158 = 158;
    long w159 = 159;
    int w160 = 160;
    long w161 = 161;
    int w162 = 162;
    long w163 = 163;
    int w164 = 164;
    long w165 = 165;
    int w166 = 166;
    long w167 = 167;
    int w168 = 168;
    long w169 = 169;
    int w170 = 170;
    long w171 = 171;
    int w172 = 172;
    long w173 = 173;
    int w174 = 174;
    long w175 = 175;
    int w176 = 176;
    long w177 = 177;
    int w178 = 178;
    long w179 = 179;
    int w180 = 180;
    long w181 = 181;
    int w182 = 182;
    long w183 = 183;
    int w184 = 184;
    long w185 = 185;
    int w186 = 186;
    long w187 = 187;
    int w188 = 188;
    long w189 = 189;
    int w190 = 190;
    long w191 = 191;
    int w192 = 192;
    long w193 = 193;
    int w194 = 194;
    long w195 = 195;
    int w196 = 196;
    long w197 = 197;
    int w198 = 198;
    long w199 = 199;
    int w200 = 200;
    long w201 = 201;
    int w202 = 202;
    long w203 = 203;
    int w204 = 204;
    long w205 = 205;
    int w206 = 206;
    long w207 = 207;
    int w208 = 208;
    long w209 = 209;
    int w210 = 210;
    long w211 = 211;
    int w212 = 212;
    long w213 = 213;
    int w214 = 214;
    long w215 = 215;
    int w216 = 216;
    long w217 = 217;
    int w218 = 218;
    long w219 = 219;
    int w220 = 220;
    long w221 = 221;
    int w222 = 222;
    long w223 = 223;
    int w224 = 224;
    long w225 = 225;
    int w226 = 226;
    long w227 = 227;
    int w228 = 228;
    long w229 = 229;
    int w230 = 230;
    long w231 = 231;
    int w232 = 232;
    long w233 = 233;
    int w234 = 234;
    long w235 = 235;
    int w236 = 236;
    long w237 = 237;
    int w238 = 238;
    long w239 = 239;
    int w240 = 240;
    long w241 = 241;
    int w242 = 242;
    long w243 = 243;
    int w244 = 244;
    long w245 = 245;
    int w246 = 246;
    long w247 = 247;
    int w248 = 248;
    long w249 = 249;
    int w250 = 250;
    long w251 = 251;
    int w252 = 252;
    long w253 = 253;
    int w254 = 254;
    long w255 = 255;
    int w256 = 256;
    long w257 = 257;
    int w258 = 258;
    long w259 = 259;
    int w260 = 260;
    long w261 = 261;
    int w262 = 262;
    long w263 = 263;
    int w264 = 264;
    long w265 = 265;
    int w266 = 266;
    long w267 = 267;
    int w268 = 268;
    long w269 = 269;
    int w270 = 270;
    long w271 = 271;
    int w272 = 272;
    long w273 = 273;
    int w274 = 274;
    long w275 = 275;
    int w276 = 276;
    long w277 = 277;
    int w278 = 278;
    long w279 = 279;
    int w280 = 280;
    long w281 = 281;
    int w282 = 282;
    long w283 = 283;
    int w284 = 284;
    long w285 = 285;
    int w286 = 286;
    long w287 = 287;
    int w288 = 288;
    long w289 = 289;
    int w290 = 290;
    long w291 = 291;
    int w292 = 292;
    long w293 = 293;
    int w294 = 294;
    long w295 = 295;
    int w296 = 296;
    long w297 = 297;
    int w298 = 298;
    int w299 = 299;
    int sum = await(p.later(0));
    sum += w0 * 0;
    sum += w1 * 1;
    sum += w2 * 2;
    sum += w3 * 3;
    sum += w4 * 4;
    sum += w5 * 5;
    sum += w6 * 6;
    sum += w7 * 0;
    sum += w8 * 1;
    sum += w9 * 2;
    sum += w10 * 3;
    sum += w11 * 4;
    sum += w12 * 5;
    sum += w13 * 6;
    sum += w14 * 0;
    sum += w15 * 1;
    sum += w16 * 2;
    sum += w17 * 3;
    sum += w18 * 4;
    sum += w19 * 5;
    sum += w20 * 6;
    sum += w21 * 0;
    sum += w22 * 1;
    sum += w23 * 2;
    sum += w24 * 3;
    sum += w25 * 4;
    sum += w26 * 5;
    sum += w27 * 6;
    sum += w28 * 0;
    sum += w29 * 1;
    sum += w30 * 2;
    sum += w31 * 3;
    sum += w32 * 4;
    sum += w33 * 5;
    sum += w34 * 6;
    sum += w35 * 0;
    sum += w36 * 1;
    sum += w37 * 2;
    sum += w38 * 3;
    sum += w39 * 4;
    sum += w40 * 5;
    sum += w41 * 6;
    sum += w42 * 0;
    sum += w43 * 1;
    sum += w44 * 2;
    sum += w45 * 3;
    sum += w46 * 4;
    sum += w47 * 5;
    sum += w48 * 6;
    sum += w49 * 0;
    sum += w50 * 1;
    sum += w51 * 2;
    sum += w52 * 3;
    sum += w53 * 4;
    sum += w54 * 5;
    sum += w55 * 6;
    sum += w56 * 0;
    sum += w57 * 1;
    sum += w58 * 2;
    sum += w59 * 3;
    sum += w60 * 4;
    sum += w61 * 5;
    sum += w62 * 6;
    sum += w63 * 0;
    sum += w64 * 1;
    sum += w65 * 2;
    sum += w66 * 3;
    sum += w67 * 4;
    sum += w68 * 5;
    sum += w69 * 6;
    sum += w70 * 0;
    sum += w71 * 1;
    sum += w72 * 2;
    sum += w73 * 3;
    sum += w74 * 4;
    sum += w75 * 5;
    sum += w76 * 6;
    sum += w77 * 0;
    sum += w78 * 1;
    sum += w79 * 2;
    sum += w80 * 3;
    sum += w81 * 4;
    sum += w82 * 5;
    sum += w83 * 6;
    sum += w84 * 0;
    sum += w85 * 1;
    sum += w86 * 2;
    sum += w87 * 3;
    sum += w88 * 4;
    sum += w89 * 5;
    sum += w90 * 6;
    sum += w91 * 0;
    sum += w92 * 1;
    sum += w93 * 2;
    sum += w94 * 3;
    sum += w95 * 4;
    sum += w96 * 5;
    sum += w97 * 6;
    sum += w98 * 0;
    sum += w99 * 1;
    sum += w100 * 2;
    sum += w101 * 3;
    sum += w102 * 4;
    sum += w103 * 5;
    sum += w104 * 6;
    sum += w105 * 0;
    sum += w106 * 1;
    sum += w107 * 2;
    sum += w108 * 3;
    sum += w109 * 4;
    sum += w110 * 5;
    sum += w111 * 6;
    sum += w112 * 0;
    sum += w113 * 1;
    sum += w114 * 2;
    sum += w115 * 3;
    sum += w116 * 4;
    sum += w117 * 5;
    sum += w118 * 6;
    sum += w119 * 0;
    sum += w120 * 1;
    sum += w121 * 2;
    sum += w122 * 3;
    sum += w123 * 4;
    sum += w124 * 5;
    sum += w125 * 6;
    sum += w126 * 0;
    sum += w127 * 1;
    sum += w128 * 2;
    sum += w129 * 3;
    sum += w130 * 4;
    sum += w131 * 5;
    sum += w132 * 6;
    sum += w133 * 0;
    sum += w134 * 1;
    sum += w135 * 2;
    sum += w136 * 3;
    sum += w137 * 4;
    sum += w138 * 5;
    sum += w139 * 6;
    sum += w140 * 0;
    sum += w141 * 1;
    sum += w142 * 2;
    sum += w143 * 3;
    sum += w144 * 4;
    sum += w145 * 5;
    sum += w146 * 6;
    sum += w147 * 0;
    sum += w148 * 1;
    sum += w149 * 2;
    sum += w150 * 3;
    sum += w151 * 4;
    sum += w152 * 5;
    sum += w153 * 6;
    sum += w154 * 0;
    sum += w155 * 1;
    sum += w156 * 2;
    sum += w157 * 3;
    sum += w158 * 4;
    sum += w159 * 5;
    sum += w160 * 6;
    sum += w161 * 0;
    sum += w162 * 1;
    sum += w163 * 2;
    sum += w164 * 3;
    sum += w165 * 4;
    sum += w166 * 5;
    sum += w167 * 6;
    sum += w168 * 0;
    sum += w169 * 1;
    sum += w170 * 2;
    sum += w171 * 3;
    sum += w172 * 4;
    sum += w173 * 5;
    sum += w174 * 6;
    sum += w175 * 0;
    sum += w176 * 1;
    sum += w177 * 2;
    sum += w178 * 3;
    sum += w179 * 4;
    sum += w180 * 5;
    sum += w181 * 6;
    sum += w182 * 0;
    sum += w183 * 1;
    sum += w184 * 2;
    sum += w185 * 3;
    sum += w186 * 4;
    sum += w187 * 5;
    sum += w188 * 6;
    sum += w189 * 0;
    sum += w190 * 1;
    sum += w191 * 2;
    sum += w192 * 3;
    sum += w193 * 4;
    sum += w194 * 5;
    sum += w195 * 6;
    sum += w196 * 0;
    sum += w197 * 1;
    sum += w198 * 2;
    sum += w199 * 3;
    sum += w200 * 4;
    sum += w201 * 5;
    sum += w202 * 6;
    sum += w203 * 0;
    sum += w204 * 1;
    sum += w205 * 2;
    sum += w206 * 3;
    sum += w207 * 4;
    sum += w208 * 5;
    sum += w209 * 6;
    sum += w210 * 0;
    sum += w211 * 1;
    sum += w212 * 2;
    sum += w213 * 3;
    sum += w214 * 4;
    sum += w215 * 5;
    sum += w216 * 6;
    sum += w217 * 0;
    sum += w218 * 1;
    sum += w219 * 2;
    sum += w220 * 3;
    sum += w221 * 4;
    sum += w222 * 5;
    sum += w223 * 6;
    sum += w224 * 0;
    sum += w225 * 1;
    sum += w226 * 2;
    sum += w227 * 3;
    sum += w228 * 4;
    sum += w229 * 5;
    sum += w230 * 6;
    sum += w231 * 0;
    sum += w232 * 1;
    sum += w233 * 2;
    sum += w234 * 3;
    sum += w235 * 4;
    sum += w236 * 5;
    sum += w237 * 6;
    sum += w238 * 0;
    sum += w239 * 1;
    sum += w240 * 2;
    sum += w241 * 3;
    sum += w242 * 4;
    sum += w243 * 5;
    sum += w244 * 6;
    sum += w245 * 0;
    sum += w246 * 1;
    sum += w247 * 2;
    sum += w248 * 3;
    sum += w249 * 4;
    sum += w250 * 5;
    sum += w251 * 6;
    sum += w252 * 0;
    sum += w253 * 1;
    sum += w254 * 2;
    sum += w255 * 3;
    sum += w256 * 4;
    sum += w257 * 5;
    sum += w258 * 6;
    sum += w259 * 0;
    sum += w260 * 1;
    sum += w261 * 2;
    sum += w262 * 3;
    sum += w263 * 4;
    sum += w264 * 5;
    sum += w265 * 6;
    sum += w266 * 0;
    sum += w267 * 1;
    sum += w268 * 2;
    sum += w269 * 3;
    sum += w270 * 4;
    sum += w271 * 5;
    sum += w272 * 6;
    sum += w273 * 0;
    sum += w274 * 1;
    sum += w275 * 2;
    sum += w276 * 3;
    sum += w277 * 4;
    sum += w278 * 5;
    sum += w279 * 6;
    sum += w280 * 0;
    sum += w281 * 1;
    sum += w282 * 2;
    sum += w283 * 3;
    sum += w284 * 4;
    sum += w285 * 5;
    sum += w286 * 6;
    sum += w287 * 0;
    sum += w288 * 1;
    sum += w289 * 2;
    sum += w290 * 3;
    sum += w291 * 4;
    sum += w292 * 5;
    sum += w293 * 6;
    sum += w294 * 0;
    sum += w295 * 1;
    sum += w296 * 2;
    sum += w297 * 3;
    sum += w298 * 4;
    sum += w299 * 5;
    w299 += await(p.later(1));
    w299++;
    w299 += 1000;
    return completed(sum + w299);
  }

  // case 56
  @Async
  public static Coroutine<Object> wide_increments(Probe p) {
    int w0 = 0;
    long w1 = 1;
    int w2 = 2;
    long w3 = 3;
    int w4 = 4;
    long w5 = 5;
    int w6 = 6;
    long w7 = 7;
    int w8 = 8;
    long w9 = 9;
    int w10 = 10;
    long w11 = 11;
    int w12 = 12;
    long w13 = 13;
    int w14 = 14;
    long w15 = 15;
    int w16 = 16;
    long w17 = 17;
    int w18 = 18;
    long w19 = 19;
    int w20 = 20;
    long w21 = 21;
    int w22 = 22;
    long w23 = 23;
    int w24 = 24;
    long w25 = 25;
    int w26 = 26;
    long w27 = 27;
    int w28 = 28;
    long w29 = 29;
    int w30 = 30;
    long w31 = 31;
    int w32 = 32;
    long w33 = 33;
    int w34 = 34;
    long w35 = 35;
    int w36 = 36;
    long w37 = 37;
    int w38 = 38;
    long w39 = 39;
    int w40 = 40;
    long w41 = 41;
    int w42 = 42;
    long w43 = 43;
    int w44 = 44;
    long w45 = 45;
    int w46 = 46;
    long w47 = 47;
    int w48 = 48;
    long w49 = 49;
    int w50 = 50;
    long w51 = 51;
    int w52 = 52;
    long w53 = 53;
    int w54 = 54;
    long w55 = 55;
    int w56 = 56;
    long w57 = 57;
    int w58 = 58;
    long w59 = 59;
    int w60 = 60;
    long w61 = 61;
    int w62 = 62;
    long w63 = 63;
    int w64 = 64;
    long w65 = 65;
    int w66 = 66;
    long w67 = 67;
    int w68 = 68;
    long w69 = 69;
    int w70 = 70;
    long w71 = 71;
    int w72 = 72;
    long w73 = 73;
    int w74 = 74;
    long w75 = 75;
    int w76 = 76;
    long w77 = 77;
    int w78 = 78;
    long w79 = 79;
    int w80 = 80;
    long w81 = 81;
    int w82 = 82;
    long w83 = 83;
    int w84 = 84;
    long w85 = 85;
    int w86 = 86;
    long w87 = 87;
    int w88 = 88;
    long w89 = 89;
    int w90 = 90;
    long w91 = 91;
    int w92 = 92;
    long w93 = 93;
    int w94 = 94;
    long w95 = 95;
    int w96 = 96;
    long w97 = 97;
    int w98 = 98;
    long w99 = 99;
    int w100 = 100;
    long w101 = 101;
    int w102 = 102;
    long w103 = 103;
    int w104 = 104;
    long w105 = 105;
    int w106 = 106;
    long w107 = 107;
    int w108 = 108;
    long w109 = 109;
    int w110 = 110;
    long w111 = 111;
    int w112 = 112;
    long w113 = 113;
    int w114 = 114;
    long w115 = 115;
    int w116 = 116;
    long w117 = 117;
    int w118 = 118;
    long w119 = 119;
    int w120 = 120;
    long w121 = 121;
    int w122 = 122;
    long w123 = 123;
    int w124 = 124;
    long w125 = 125;
    int w126 = 126;
    long w127 = 127;
    int w128 = 128;
    long w129 = 129;
    int w130 = 130;
    long w131 = 131;
    int w132 = 132;
    long w133 = 133;
    int w134 = 134;
    long w135 = 135;
    int w136 = 136;
    long w137 = 137;
    int w138 = 138;
    long w139 = 139;
    int w140 = 140;
    long w141 = 141;
    int w142 = 142;
    long w143 = 143;
    int w144 = 144;
    long w145 = 145;
    int w146 = 146;
    long w147 = 147;
    int w148 = 148;
    long w149 = 149;
    int w150 = 150;
    long w151 = 151;
    int w152 = 152;
    long w153 = 153;
    int w154 = 154;
    long w155 = 155;
    int w156 = 156;
    long w157 = 157;
    int w158 = 158;
    long w159 = 159;
    int w160 = 160;
    long w161 = 161;
    int w162 = 162;
    long w163 = 163;
    int w164 = 164;
    long w165 = 165;
    int w166 = 166;
    long w167 = 167;
    int w168 = 168;
    long w169 = 169;
    int w170 = 170;
    long w171 = 171;
    int w172 = 172;
    long w173 = 173;
    int w174 = 174;
    long w175 = 175;
    int w176 = 176;
    long w177 = 177;
    int w178 = 178;
    long w179 = 179;
    int w180 = 180;
    long w181 = 181;
    int w182 = 182;
    long w183 = 183;
    int w184 = 184;
    long w185 = 185;
    int w186 = 186;
    long w187 = 187;
    int w188 = 188;
    long w189 = 189;
    int w190 = 190;
    long w191 = 191;
    int w192 = 192;
    long w193 = 193;
    int w194 = 194;
    long w195 = 195;
    int w196 = 196;
    long w197 = 197;
    int w198 = 198;
    long w199 = 199;
    int w200 = 200;
    long w201 = 201;
    int w202 = 202;
    long w203 = 203;
    int w204 = 204;
    long w205 = 205;
    int w206 = 206;
    long w207 = 207;
    int w208 = 208;
    long w209 = 209;
    int w210 = 210;
    long w211 = 211;
    int w212 = 212;
    long w213 = 213;
    int w214 = 214;
    long w215 = 215;
    int w216 = 216;
    long w217 = 217;
    int w218 = 218;
    long w219 = 219;
    int w220 = 220;
    long w221 = 221;
    int w222 = 222;
    long w223 = 223;
    int w224 = 224;
    long w225 = 225;
    int w226 = 226;
    long w227 = 227;
    int w228 = 228;
    long w229 = 229;
    int w230 = 230;
    long w231 = 231;
    int w232 = 232;
    long w233 = 233;
    int w234 = 234;
    long w235 = 235;
    int w236 = 236;
    long w237 = 237;
    int w238 = 238;
    long w239 = 239;
    int w240 = 240;
    long w241 = 241;
    int w242 = 242;
    long w243 = 243;
    int w244 = 244;
    long w245 = 245;
    int w246 = 246;
    long w247 = 247;
    int w248 = 248;
    long w249 = 249;
    int w250 = 250;
    long w251 = 251;
    int w252 = 252;
    long w253 = 253;
    int w254 = 254;
    long w255 = 255;
    int w256 = 256;
    long w257 = 257;
    int w258 = 258;
    long w259 = 259;
    int w260 = 260;
    long w261 = 261;
    int w262 = 262;
    long w263 = 263;
    int w264 = 264;
    long w265 = 265;
    int w266 = 266;
    long w267 = 267;
    int w268 = 268;
    long w269 = 269;
    int w270 = 270;
    long w271 = 271;
    int w272 = 272;
    long w273 = 273;
    int w274 = 274;
    long w275 = 275;
    int w276 = 276;
    long w277 = 277;
    int w278 = 278;
    long w279 = 279;
    int w280 = 280;
    long w281 = 281;
    int w282 = 282;
    long w283 = 283;
    int w284 = 284;
    long w285 = 285;
    int w286 = 286;
    long w287 = 287;
    int w288 = 288;
    long w289 = 289;
    int w290 = 290;
    long w291 = 291;
    int w292 = 292;
    long w293 = 293;
    int w294 = 294;
    long w295 = 295;
    int w296 = 296;
    long w297 = 297;
    int w298 = 298;
    int w299 = 299;
    int high = 1;
    while (high < 2000) {
      high += 700;
      await(p.later(high));
      high++;
    }
    return completed(high + w0 + w299);
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
