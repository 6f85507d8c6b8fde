package dev.fermata.cli.explain;

import dev.fermata.compiler.explain.MethodExplanation;
import dev.fermata.compiler.explain.SuspensionExplanation;
import dev.fermata.compiler.explain.SuspensionExplanation.LiveValue;
import dev.fermata.compiler.explain.Transition;
import java.util.List;

/** Draws the state machines of methods in the language of Graphviz. */
public final class DotReport {
  private final StringBuilder out = new StringBuilder();

  private DotReport() {}

  /**
   * One graph, with a cluster a method: its start, its suspension points and its end. Edges carry
   * the lines between them; those that go back to the start of a loop are dashed.
   */
  public static String render(List<MethodExplanation> methods) {
    DotReport report = new DotReport();
    report.line(0, "digraph fermata {");
    report.line(1, "node [shape=box, fontname=\"monospace\"];");
    report.line(1, "edge [fontname=\"monospace\"];");
    for (int i = 0; i < methods.size(); i++) {
      report.cluster(i, methods.get(i));
    }
    report.line(0, "}");
    return report.out.toString();
  }

  private void cluster(int index, MethodExplanation method) {
    String prefix = "m" + index + "_";
    line(1, "subgraph cluster_" + index + " {");
    line(2, "label=" + quoted(Wording.method(method.place())) + ";");
    line(2, prefix + "start [shape=circle, label=\"start\"];");
    for (SuspensionExplanation point : method.suspensions()) {
      line(2, prefix + point.state() + " [label=" + quoted(label(point)) + "];");
    }
    line(2, prefix + "end [shape=doublecircle, label=\"end\"];");
    for (Transition transition : method.transitions()) {
      line(
          2,
          prefix
              + (transition.from() == Transition.START ? "start" : transition.from())
              + " -> "
              + prefix
              + (transition.to() == Transition.END ? "end" : transition.to())
              + attributes(transition)
              + ";");
    }
    line(1, "}");
  }

  private static String label(SuspensionExplanation point) {
    StringBuilder label = new StringBuilder();
    label.append(point.state()).append(": ").append(Wording.line(point.line())).append('\n');
    label.append(Wording.awaited(point.awaited()));
    if (!point.live().isEmpty()) {
      label.append("\nlive: ");
      label.append(String.join(", ", point.live().stream().map(LiveValue::name).toList()));
    }
    return label.toString();
  }

  private static String attributes(Transition transition) {
    String lines = Wording.lines(transition.lines());
    String label = lines.isEmpty() ? "" : "label=" + quoted(lines);
    String style = transition.back() ? "style=dashed" : "";
    String both = label + (label.isEmpty() || style.isEmpty() ? "" : ", ") + style;
    return both.isEmpty() ? "" : " [" + both + "]";
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }

  private void line(int indent, String text) {
    out.append("  ".repeat(indent)).append(text).append('\n');
  }
}
