package dev.fermata.compiler.explain;

import dev.fermata.compiler.explain.Segments.Edge;
import dev.fermata.compiler.explain.Segments.Segment;
import dev.fermata.compiler.flow.ControlFlowGraph;
import dev.fermata.compiler.suspension.SuspensionPoint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Which suspension point of a method can be reached from which without passing a third one. */
final class TransitionAnalysis {
  private final List<SuspensionPoint> points;
  private final Segments segments;
  private final List<List<Segment>> predecessors = new ArrayList<>();
  private final List<Transition> transitions = new ArrayList<>();
  private final Map<Integer, BitSet> waysTo = new HashMap<>();

  private TransitionAnalysis(List<SuspensionPoint> points, Segments segments) {
    this.points = points;
    this.segments = segments;
    segments.all().forEach(segment -> predecessors.add(new ArrayList<>()));
    for (Segment segment : segments.all()) {
      segments.edges(segment).forEach(e -> predecessors.get(e.to().index()).add(segment));
    }
  }

  /**
   * Follows every way through a method that has code.
   *
   * @param points its suspension points, in order
   */
  static List<Transition> run(MethodNode method, List<SuspensionPoint> points) {
    Map<AbstractInsnNode, Integer> states = new HashMap<>();
    points.forEach(point -> states.put(point.await(), point.state()));
    ControlFlowGraph graph = new ControlFlowGraph(method);
    TransitionAnalysis analysis =
        new TransitionAnalysis(points, new Segments(method.instructions, graph, states));
    for (int from = Transition.START; from <= points.size(); from++) {
      analysis.leave(from);
    }
    return List.copyOf(analysis.transitions);
  }

  private void leave(int from) {
    BitSet reached = reachable(from, edge -> true);
    BitSet targets = targets(reached);
    Map<BitSet, BitSet> forward = new HashMap<>();
    targets.stream()
        .filter(to -> to > 0)
        .forEach(
            to -> {
              BitSet headers = segments.headersAround(to);
              boolean back = !forward.computeIfAbsent(headers, h -> forward(from, h)).get(to);
              add(from, to, reached, back);
            });
    if (targets.get(0)) {
      add(from, Transition.END, reached, false);
    }
  }

  /**
   * The states that are reached without going back to the header of a loop that they are in.
   * Leaving another loop by its header is no way back.
   *
   * @param headers the headers of the loops that they are in
   */
  private BitSet forward(int from, BitSet headers) {
    return targets(
        reachable(from, edge -> !edge.back() || !headers.get(edge.to().block().index())));
  }

  private void add(int from, int to, BitSet reached, boolean back) {
    BitSet between = (BitSet) reached.clone();
    between.and(waysTo.computeIfAbsent(to, this::waysTo));
    BitSet lines = new BitSet();
    if (from > 0) {
      lines.set(points.get(from - 1).line()); // a failure is thrown there, if nothing else is
    }
    between.stream().forEach(i -> segments.addLines(segments.all().get(i), lines));
    lines.clear(0); // unknown
    transitions.add(new Transition(from, to, lines.stream().boxed().toList(), back));
  }

  /** The states that some segments end in; 0 stands for the end of the method. */
  private BitSet targets(BitSet reached) {
    BitSet targets = new BitSet();
    reached.stream()
        .mapToObj(segments.all()::get)
        .forEach(
            segment -> {
              if (segment.state() > 0) {
                targets.set(segment.state());
              } else if (segments.leavesMethod(segment)) {
                targets.set(0);
              }
            });
    return targets;
  }

  private BitSet reachable(int from, Predicate<Edge> open) {
    BitSet seen = new BitSet();
    Deque<Segment> work = new ArrayDeque<>();
    work.add(segments.behind(from));
    while (!work.isEmpty()) {
      Segment segment = work.remove();
      if (!seen.get(segment.index())) {
        seen.set(segment.index());
        for (Edge edge : segments.edges(segment)) {
          if (open.test(edge)) {
            work.add(edge.to());
          }
        }
      }
    }
    return seen;
  }

  /** The segments from which a state can be reached without passing another one. */
  private BitSet waysTo(int to) {
    BitSet seen = new BitSet();
    Deque<Segment> work = new ArrayDeque<>();
    for (Segment segment : segments.all()) {
      if (to == Transition.END ? segments.leavesMethod(segment) : segment.state() == to) {
        work.add(segment);
      }
    }
    while (!work.isEmpty()) {
      Segment segment = work.remove();
      if (!seen.get(segment.index())) {
        seen.set(segment.index());
        work.addAll(predecessors.get(segment.index()));
      }
    }
    return seen;
  }
}
