package dev.fermata.compiler.flow;

import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.ASTORE;
import static org.objectweb.asm.Opcodes.DSTORE;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.ISTORE;
import static org.objectweb.asm.Opcodes.LSTORE;

import dev.fermata.compiler.flow.ControlFlowGraph.Block;
import java.util.BitSet;
import java.util.List;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Which local variables may still be read. What a handler reads is live throughout the blocks that
 * it covers, also after a store in them: that is what the verifier asks for, and it is asked here
 * of all code, reachable or not.
 *
 * <p>A wide value is live by its first slot.
 */
public final class LivenessAnalysis {
  private final ControlFlowGraph graph;
  private final BitSet[] liveIn;

  /** Analyses all blocks: backward data flow to a fixed point. */
  public LivenessAnalysis(ControlFlowGraph graph) {
    this.graph = graph;
    List<Block> blocks = graph.blocks();
    liveIn = new BitSet[blocks.size()];
    for (int i = 0; i < liveIn.length; i++) {
      liveIn[i] = new BitSet();
    }
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int i = liveIn.length - 1; i >= 0; i--) {
        BitSet live = before(blocks.get(i), blocks.get(i).start());
        if (!live.equals(liveIn[i])) {
          liveIn[i] = live;
          changed = true;
        }
      }
    }
  }

  /** The slots that are live before a block; not to be changed. */
  BitSet in(Block block) {
    return liveIn[block.index()];
  }

  /** The slots that are live before a node. */
  public BitSet before(AbstractInsnNode node) {
    return before(graph.blockOf(node), graph.instructions().indexOf(node));
  }

  /**
   * The slots that are live after an instruction that goes on to the next one, or into a handler.
   */
  public BitSet after(AbstractInsnNode node) {
    Block block = graph.blockOf(node);
    int index = graph.instructions().indexOf(node) + 1;
    return before(block, index);
  }

  private BitSet before(Block block, int index) {
    BitSet caught = new BitSet();
    for (int handler : block.handlers()) {
      caught.or(liveIn[handler]);
    }
    BitSet live = new BitSet();
    for (int successor : block.successors()) {
      live.or(liveIn[successor]);
    }
    live.or(caught);
    InsnList instructions = graph.instructions();
    for (int i = block.end() - 1; i >= index; i--) {
      AbstractInsnNode node = instructions.get(i);
      int opcode = node.getOpcode();
      if (opcode >= ISTORE && opcode <= ASTORE) {
        int slot = ((VarInsnNode) node).var;
        live.clear(slot);
        if (opcode == LSTORE || opcode == DSTORE) {
          live.clear(slot + 1);
        }
        live.or(caught);
      } else if (opcode >= ILOAD && opcode <= ALOAD) {
        live.set(((VarInsnNode) node).var);
      } else if (node instanceof IincInsnNode increment) {
        live.set(increment.var);
      }
    }
    return live;
  }
}
