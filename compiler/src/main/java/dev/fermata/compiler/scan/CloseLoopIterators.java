package dev.fermata.compiler.scan;

import dev.fermata.compiler.RuntimeContract;
import dev.fermata.compiler.flow.AnalysisFrame;
import dev.fermata.compiler.flow.ControlFlowGraph.Block;
import dev.fermata.compiler.flow.Instructions;
import dev.fermata.compiler.flow.StackMaps;
import dev.fermata.compiler.flow.TypeCheckException;
import dev.fermata.compiler.verify.ClassHierarchy;
import java.util.Collections;
import java.util.IdentityHashMap;
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
  private final String owner;
  private final MethodNode method;
  private final InsnList code;
  private final IteratorLoop loop;
  private final ExceptionRanges ranges;

  /** What may throw while the iterator is open. */
  private final Set<AbstractInsnNode> open = Collections.newSetFromMap(new IdentityHashMap<>());

  /** Stands behind the method's code, where no exception range is. */
  private final InsnList outOfLine = new InsnList();

  private CloseLoopIterators(String owner, MethodNode method, IteratorLoop loop) {
    this.owner = owner;
    this.method = method;
    this.code = method.instructions;
    this.loop = loop;
    this.ranges = new ExceptionRanges(method);
  }

  /**
   * Rewrites a method that is going to be woven, in place.
   *
   * @param awaits whether it may await; if not, loops over async iterators are left alone
   */
  static void run(String owner, MethodNode method, ClassHierarchy hierarchy, boolean awaits) {
    IteratorCalls calls = new IteratorCalls(hierarchy);
    // In code order, and so an outer loop before those in it: what leaves both leaves that one
    // last.
    for (AbstractInsnNode node : method.instructions.toArray()) {
      if (node instanceof MethodInsnNode call
          && ((awaits && calls.makesAsyncIterator(call)) || calls.mayMakeGenerator(call))) {
        try {
          IteratorLoop loop = IteratorLoopAnalysis.run(owner, method, call, calls);
          if (loop != null) {
            new CloseLoopIterators(owner, method, loop).rewrite();
          }
        } catch (TypeCheckException e) {
          return; // a broken method is reported where it is woven
        }
      }
    }
  }

  private void rewrite() {
    collectOpen();
    LoopExits exits = LoopExits.of(loop);
    LoopFrames frames = LoopFrames.of(owner, method, loop, open);
    AnalysisFrame atFailure = frames.atFailure();
    if (atFailure == null) {
      return;
    }
    LabelNode start = new LabelNode();
    LabelNode end = new LabelNode();
    outOfLine.add(start);
    exits.jumps().forEach((jump, targets) -> detour(jump, targets, frames));
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
    for (AbstractInsnNode node = loop.asks(); node != loop.test(); node = node.getNext()) {
      add(node);
    }
    open.add(loop.test());
    for (Block block : loop.bodyBlocks()) {
      if (block.handlers().containsAll(loop.header().handlers())) {
        for (int i = block.start(); i < block.end(); i++) {
          add(code.get(i));
        }
      }
    }
  }

  private void add(AbstractInsnNode node) {
    if (node.getOpcode() >= 0) {
      open.add(node);
    }
  }

  /** Sends a jump out of the loop through code that closes. */
  private void detour(AbstractInsnNode jump, Set<LabelNode> targets, LoopFrames frames) {
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
