package dev.fermata.compiler.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests of how diagnostics read. */
class DiagnosticTest {
  private static final Location PLACE = new Location("com.acme.Orders", "place", "Orders.java", 42);

  @Test
  void a_diagnostic_reads_as_in_the_manual() {
    Diagnostic diagnostic =
        new Diagnostic(
            DiagnosticCode.AWAIT_IN_SYNCHRONIZED,
            "await inside a synchronized block",
            PLACE,
            List.of(
                "monitor entered at "
                    + new Location("com.acme.Orders", "place", "Orders.java", 40)),
            "use dev.fermata.sync.Lock, or move the await out of the block");

    assertThat(diagnostic.render())
        .isEqualTo(
            """
            error[FER-103]: await inside a synchronized block
              --> com.acme.Orders.place(Orders.java:42)
               |  monitor entered at com.acme.Orders.place(Orders.java:40)
               = fix: use dev.fermata.sync.Lock, or move the await out of the block""");
  }

  @Test
  void a_warning_without_a_note_or_a_fix_is_two_lines() {
    assertThat(
            Diagnostic.of(DiagnosticCode.METHOD_NEVER_COMPILED, PLACE, "it is large", null)
                .render())
        .isEqualTo(
            """
            warning[FER-302]: it is large
              --> com.acme.Orders.place(Orders.java:42)""");
  }

  @Test
  void a_place_tells_what_the_class_file_tells() {
    assertThat(new Location("p.C", "m", "C.java", 0)).hasToString("p.C.m(C.java)");
    assertThat(new Location("p.C", "m", null, 7)).hasToString("p.C.m(Unknown Source)");
    assertThat(new Location("p.C", null, "C.java", 0)).hasToString("p.C(C.java)");
  }

  @Test
  void diagnostics_are_sorted_by_class_line_and_code() {
    Diagnostic first = at("p.A", 9, DiagnosticCode.INTERNAL_ERROR);
    Diagnostic second = at("p.B", 1, DiagnosticCode.AWAIT_OUTSIDE_ASYNC);
    Diagnostic third = at("p.B", 1, DiagnosticCode.COROUTINE_NEVER_AWAITED);
    Diagnostic fourth = at("p.B", 2, DiagnosticCode.AWAIT_OUTSIDE_ASYNC);

    assertThat(List.of(fourth, third, second, first).stream().sorted())
        .containsExactly(first, second, third, fourth);
  }

  private static Diagnostic at(String className, int line, DiagnosticCode code) {
    return Diagnostic.of(code, new Location(className, "m", "X.java", line), "message", null);
  }

  @Test
  void codes_are_unique_and_have_three_digits() {
    List<String> ids = Arrays.stream(DiagnosticCode.values()).map(DiagnosticCode::id).toList();

    assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("FER-[12349][0-9]{2}"));
  }
}
