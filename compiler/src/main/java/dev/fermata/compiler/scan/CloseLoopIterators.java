package dev.fermata.compiler.scan;

import dev.fermata.compiler.RuntimeContract;
import dev.fermata.compiler.flow.AnalysisFrame;
import dev.fermata.compiler.flow.ControlFlowGraph.Block;
import dev.fermata.compiler.flow.Instructions;
import dev.fermata.compiler.flow.StackMaps;
import dev.fermata.compiler.flow.TypeCheckException;
import dev.fermata.compiler.verify.ClassHierarchy;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Closes the iterator of a {@code for} loop wherever the loop is left, as C#'s {@code foreach}
 * does: by the rules of try-with-resources, and so before anything outside of the loop is done.
 *
 * <pre>
 * ILOAD 3; IFNE behind     =>   ILOAD 3; IFNE L              // L: ALOAD 2; AsyncIterator.close; GOTO behind
 * ALOAD 4; ARETURN         =>   ALOAD 4; ALOAD 2; AsyncIterator.close; ARETURN
 *                               handler of the loop: ALOAD 2; closeAfter; await; CHECKCAST Throwable; ATHROW
 * </pre>
 *
 * <p>The close of an async iterator is written out as an await later. That of a plain one is a
 * function of the runtime, which closes what is a generator's.
 */
final class CloseLoopIterators {
  private final MethodNode method;
  private final InsnList code;
  private final IteratorLoop loop;
  private final LoopExits exits;
  private final LoopFrames frames;
  private final ExceptionRanges ranges;

  /** What may throw while the iterator is open, in code order. */
  private final Set<AbstractInsnNode> open = new LinkedHashSet<>();

  /** Stands behind the method's code, where no exception range is. */
  private final InsnList outOfLine = new InsnList();

  /** Notes all that has to be known before the method is changed, also for another loop. */
  private CloseLoopIterators(MethodNode method, IteratorLoop loop) {
    this.method = method;
    this.code = method.instructions;
    this.loop = loop;
    this.exits = LoopExits.of(loop);
    this.frames = new LoopFrames(loop);
    this.ranges = new ExceptionRanges(method);
    collectOpen();
  }

  /**
   * Rewrites a method that is going to be woven, in place.
   *
   * @param awaits whether it may await; if not, loops over async iterators are left alone
   * @return how often the whole method was analysed: as deep as loops are nested
   */
  static int run(String owner, MethodNode method, ClassHierarchy hierarchy, boolean awaits) {
    IteratorCalls calls = new IteratorCalls(hierarchy);
    List<MethodInsnNode> rest = new ArrayList<>();
    for (AbstractInsnNode node : method.instructions) {
      if (node instanceof MethodInsnNode call
          && ((awaits && calls.makesAsyncIterator(call)) || calls.mayMakeGenerator(call))) {
        rest.add(call);
      }
    }
    int rounds = 0;
    try {
      while (!rest.isEmpty()) {
        rest = rewriteOutermost(owner, method, calls, rest);
        rounds++;
      }
    } catch (TypeCheckException e) {
      // a broken method is reported where it is woven
    }
    return rounds;
  }

  /**
   * Rewrites the loops that are in none of the others, all by one analysis: what leaves an inner
   * loop and an outer one has to leave the outer one last, and so that one comes first.
   *
   * @return the calls that are left for the next round
   */
  private static List<MethodInsnNode> rewriteOutermost(
      String owner, MethodNode method, IteratorCalls calls, List<MethodInsnNode> iterators) {
    IteratorLoopAnalysis analysis = new IteratorLoopAnalysis(owner, method, calls);
    List<MethodInsnNode> left = new ArrayList<>();
    Map<MethodInsnNode, CloseLoopIterators> passes = new LinkedHashMap<>();
    BitSet taken = new BitSet();
    for (MethodInsnNode iterator : iterators) {
      if (taken.get(analysis.graph().blockOf(iterator).index())) {
        left.add(iterator);
        continue;
      }
      IteratorLoop loop = analysis.loopOver(iterator);
      if (loop != null && loop.blocks().intersects(taken)) {
        left.add(iterator);
      } else if (loop != null) {
        taken.or(loop.blocks());
        passes.put(iterator, new CloseLoopIterators(method, loop));
      }
    }
    Map<AbstractInsnNode, LoopFrames> frames = new HashMap<>();
    passes.values().forEach(pass -> pass.open.forEach(node -> frames.put(node, pass.frames)));
    LoopFrames.collect(owner, method, frames);
    passes.forEach(
        (iterator, pass) -> {
          if (method.tryCatchBlocks.containsAll(pass.loop.outer())) {
            pass.rewrite();
          } else {
            left.add(iterator); // another loop's exit has changed the ranges that this one is in
          }
        });
    return left;
  }

  private void rewrite() {
    AnalysisFrame atFailure = frames.atFailure();
    if (atFailure == null) {
      return;
    }
    LabelNode start = new LabelNode();
    LabelNode end = new LabelNode();
    outOfLine.add(start);
    exits.jumps().forEach((jump, targets) -> detour(jump, targets));
    exits.returns().forEach(this::closeBeforeReturn);
    exits.ends().forEach(this::insert);
    LabelNode handler = addHandler(atFailure);
    outOfLine.add(end);
    code.add(outOfLine);
    ranges.addInner(open, handler, loop);
    ranges.addOutOfLine(start, end, loop);
    method.maxStack += 2;
  }

  private void collectOpen() {
    List<AbstractInsnNode> nodes = new ArrayList<>();
    for (AbstractInsnNode node = loop.asks(); node != loop.test(); node = node.getNext()) {
      nodes.add(node);
    }
    nodes.add(loop.test());
    for (Block block : loop.bodyBlocks()) {
      if (block.handlers().containsAll(loop.header().handlers())) {
        for (int i = block.start(); i < block.end(); i++) {
          nodes.add(code.get(i));
        }
      }
    }
    nodes.removeIf(node -> node.getOpcode() < 0);
    nodes.sort(Comparator.comparingInt(code::indexOf));
    open.addAll(nodes);
  }

  /** Sends a jump out of the loop through code that closes. */
  private void detour(AbstractInsnNode jump, Set<LabelNode> targets) {
    for (LabelNode target : targets) {
      LabelNode detour = new LabelNode();
      outOfLine.add(detour);
      outOfLine.add(stackMap(frames.after(jump)));
      addLine(jump, outOfLine, detour);
      outOfLine.add(close());
      outOfLine.add(new JumpInsnNode(Opcodes.GOTO, target));
      Instructions.retarget(jump, target, detour);
    }
  }

  private FrameNode stackMap(AnalysisFrame frame) {
    return StackMaps.node(frame.localCount(), frame::local, frame.stack(), code);
  }

  private static void addLine(AbstractInsnNode of, InsnList list, LabelNode at) {
    int line = Instructions.line(of);
    if (line > 0) {
      list.add(new LineNumberNode(line, at));
    }
  }

  /**
   * Closes when the value is known, and before {@code completed(value)} makes a coroutine of it.
   */
  private void closeBeforeReturn(AbstractInsnNode last) {
    AbstractInsnNode first = last;
    AbstractInsnNode before = last.getPrevious();
    while (before != null && (before.getOpcode() < 0 && !(before instanceof FrameNode))) {
      before = before.getPrevious();
    }
    if (before instanceof MethodInsnNode call && Awaits.isCompleted(call)) {
      first = before;
    }
    for (AbstractInsnNode node = first; node != last; node = node.getNext()) {
      open.remove(node);
    }
    open.remove(last);
    insert(first);
  }

  private void insert(AbstractInsnNode before) {
    InsnList closing = close();
    AbstractInsnNode first = closing.getFirst();
    LabelNode end = new LabelNode();
    closing.add(end);
    code.insertBefore(before, closing);
    ranges.exclude(Instructions.labelAt(first, code), end, loop);
  }

  private InsnList close() {
    InsnList closing = new InsnList();
    closing.add(new VarInsnNode(Opcodes.ALOAD, loop.slot()));
    if (loop.async()) {
      closing.add(new TypeInsnNode(Opcodes.CHECKCAST, RuntimeContract.ASYNC_ITERATOR));
      closing.add(
          new MethodInsnNode(
              Opcodes.INVOKEINTERFACE, RuntimeContract.ASYNC_ITERATOR, "close", "()V", true));
    } else {
      closing.add(new TypeInsnNode(Opcodes.CHECKCAST, "java/util/Iterator"));
      closing.add(function(RuntimeContract.CLOSE, RuntimeContract.CLOSE_DESC));
    }
    return closing;
  }

  private LabelNode addHandler(AnalysisFrame atFailure) {
    LabelNode handler = new LabelNode();
    outOfLine.add(handler);
    outOfLine.add(stackMap(atFailure));
    addLine(loop.asks(), outOfLine, handler);
    outOfLine.add(new VarInsnNode(Opcodes.ALOAD, loop.slot()));
    if (loop.async()) {
      outOfLine.add(new TypeInsnNode(Opcodes.CHECKCAST, RuntimeContract.ASYNC_ITERATOR));
      outOfLine.add(
          function(RuntimeContract.CLOSE_ASYNC_AFTER, RuntimeContract.CLOSE_ASYNC_AFTER_DESC));
      outOfLine.add(
          new MethodInsnNode(
              Opcodes.INVOKESTATIC,
              RuntimeContract.FERMATA,
              RuntimeContract.AWAIT,
              RuntimeContract.AWAIT_COROUTINE_DESC,
              false));
      outOfLine.add(new TypeInsnNode(Opcodes.CHECKCAST, "java/lang/Throwable"));
    } else {
      outOfLine.add(new TypeInsnNode(Opcodes.CHECKCAST, "java/util/Iterator"));
      outOfLine.add(function(RuntimeContract.CLOSE_AFTER, RuntimeContract.CLOSE_AFTER_DESC));
    }
    outOfLine.add(new InsnNode(Opcodes.ATHROW));
    return handler;
  }

  private static MethodInsnNode function(String name, String descriptor) {
    return new MethodInsnNode(
        Opcodes.INVOKESTATIC, RuntimeContract.CONTINUATIONS, name, descriptor, false);
  }
}
