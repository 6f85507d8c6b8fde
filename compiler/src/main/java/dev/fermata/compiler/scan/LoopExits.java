package dev.fermata.compiler.scan;

import dev.fermata.compiler.flow.ControlFlowGraph;
import dev.fermata.compiler.flow.ControlFlowGraph.Block;
import dev.fermata.compiler.flow.Instructions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LabelNode;

/**
 * Where a loop is left, but for exceptions.
 *
 * @param jumps the jumps and switches that leave it, and their targets outside
 * @param returns the returns
 * @param ends the first node of each block outside that control falls into from a block of the loop
 */
record LoopExits(
    Map<AbstractInsnNode, Set<LabelNode>> jumps,
    List<AbstractInsnNode> returns,
    List<AbstractInsnNode> ends) {
  static LoopExits of(IteratorLoop loop) {
    LoopExits exits = new LoopExits(new LinkedHashMap<>(), new ArrayList<>(), new ArrayList<>());
    loop.bodyBlocks().forEach(block -> exits.add(loop, block));
    // What is plain has ended when there is no further element; an async one may be anybody's.
    if (loop.async()) {
      exits.add(loop, loop.header());
    }
    return exits;
  }

  private void add(IteratorLoop loop, Block block) {
    AbstractInsnNode last = last(loop.graph(), block);
    Set<LabelNode> targets = last == null ? Set.of() : targetsOutside(loop, last);
    if (last != null && !targets.isEmpty()) {
      jumps.put(last, targets);
    }
    if (last != null && Instructions.isReturn(last.getOpcode())) {
      returns.add(last);
    } else if (last == null || !Instructions.endsFlow(last)) {
      Block next = loop.graph().blocks().get(block.index() + 1);
      if (!loop.contains(next)) {
        ends.add(loop.graph().firstNodeOf(next));
      }
    }
  }

  private static @Nullable AbstractInsnNode last(ControlFlowGraph graph, Block block) {
    AbstractInsnNode node = graph.lastNodeOf(block);
    while (node != null && node.getOpcode() < 0 && graph.blockOf(node) == block) {
      node = node.getPrevious();
    }
    return node != null && node.getOpcode() >= 0 && graph.blockOf(node) == block ? node : null;
  }

  private static Set<LabelNode> targetsOutside(IteratorLoop loop, AbstractInsnNode jump) {
    Set<LabelNode> outside = new LinkedHashSet<>();
    for (LabelNode target : ControlFlowGraph.targets(jump)) {
      if (!loop.contains(loop.graph().blockOf(target))) {
        outside.add(target);
      }
    }
    return outside;
  }
}
