package dev.fermata.compiler.scan;

import dev.fermata.compiler.flow.ControlFlowGraph;
import dev.fermata.compiler.flow.ControlFlowGraph.Block;
import java.util.BitSet;
import java.util.List;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * A {@code for} loop over the iterator of an {@code Iterable}.
 *
 * @param async whether the iterator is async; if not, it may be that of a plain generator
 * @param slot the local variable that holds the iterator throughout
 * @param asks where the iterator is loaded for {@code hasNext}
 * @param test the jump on what {@code hasNext} gave
 * @param graph the control flow of the method
 * @param body the blocks between {@code next} and the next turn or the end, by index
 * @param outer the exception ranges that the whole loop is in
 */
record IteratorLoop(
    boolean async,
    int slot,
    AbstractInsnNode asks,
    JumpInsnNode test,
    ControlFlowGraph graph,
    BitSet body,
    List<TryCatchBlockNode> outer) {
  /** The block that asks whether there is a further element. */
  Block header() {
    return graph.blockOf(asks);
  }

  /** Whether control is still in the loop when it has come to a block. */
  boolean contains(Block block) {
    return body.get(block.index()) || block.index() == header().index();
  }

  /** The header and the body, by index. */
  BitSet blocks() {
    BitSet blocks = (BitSet) body.clone();
    blocks.set(header().index());
    return blocks;
  }

  /** The blocks of the body. */
  List<Block> bodyBlocks() {
    return body.stream().mapToObj(index -> graph.blocks().get(index)).toList();
  }

  /** Whether an exception range is one that the whole loop is in. */
  boolean isOuter(TryCatchBlockNode range) {
    return outer.stream().anyMatch(other -> other.handler == range.handler);
  }
}
