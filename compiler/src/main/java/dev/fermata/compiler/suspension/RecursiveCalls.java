package dev.fermata.compiler.suspension;

import dev.fermata.compiler.scan.AsyncMethod;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Which calls among the async methods of a class may be part of a recursion within the class: those
 * on a cycle of its call graph. Only they have to count how deep the stack is; between two of them,
 * or two calls that go through an object, there are no more calls than the class has methods.
 */
public final class RecursiveCalls {
  private final Map<String, Integer> components = new HashMap<>();
  private final Set<String> callThemselves;

  private RecursiveCalls(Set<String> callThemselves) {
    this.callThemselves = callThemselves;
  }

  /**
   * Looks at the methods of a class as they were read.
   *
   * @param targets the async methods that have a direct entry, by name and descriptor
   */
  public static RecursiveCalls run(ClassNode owner, Map<String, AsyncMethod> targets) {
    Map<String, Set<String>> calls = new LinkedHashMap<>();
    Map<String, Set<String>> callers = new LinkedHashMap<>();
    Set<String> callThemselves = new LinkedHashSet<>();
    targets.forEach(
        (name, async) -> {
          Set<String> callees = calls.computeIfAbsent(name, key -> new LinkedHashSet<>());
          for (AbstractInsnNode node : async.method().instructions) {
            if (node instanceof MethodInsnNode call && call.owner.equals(owner.name)) {
              String callee = call.name + call.desc;
              if (targets.containsKey(callee)) {
                callees.add(callee);
                callers.computeIfAbsent(callee, key -> new LinkedHashSet<>()).add(name);
              }
            }
          }
          if (callees.contains(name)) {
            callThemselves.add(name);
          }
        });
    RecursiveCalls result = new RecursiveCalls(callThemselves);
    result.findComponents(calls, callers);
    return result;
  }

  /** Whether a call of one method by the other may be part of a recursion. */
  boolean contains(MethodNode caller, MethodNode callee) {
    String from = caller.name + caller.desc;
    String to = callee.name + callee.desc;
    if (from.equals(to)) {
      return callThemselves.contains(from);
    }
    Integer component = components.get(from);
    return component != null && component.equals(components.get(to));
  }

  /** Kosaraju's algorithm: the strongly connected components, by number. */
  private void findComponents(Map<String, Set<String>> calls, Map<String, Set<String>> callers) {
    List<String> finished = new ArrayList<>();
    Set<String> seen = new LinkedHashSet<>();
    for (String method : calls.keySet()) {
      walk(method, calls, seen, finished);
    }
    seen.clear();
    for (int i = finished.size() - 1; i >= 0; i--) {
      List<String> component = new ArrayList<>();
      walk(finished.get(i), callers, seen, component);
      int number = i;
      component.forEach(method -> components.put(method, number));
    }
  }

  /** Adds what is reached and was not seen, each behind all that it reaches. */
  private static void walk(
      String start, Map<String, Set<String>> edges, Set<String> seen, Collection<String> finished) {
    if (!seen.add(start)) {
      return;
    }
    Deque<String> path = new ArrayDeque<>(List.of(start));
    Deque<Iterator<String>> pending = new ArrayDeque<>();
    pending.push(edges.getOrDefault(start, Set.of()).iterator());
    while (!path.isEmpty()) {
      Iterator<String> next = pending.element();
      if (!next.hasNext()) {
        finished.add(path.pop());
        pending.pop();
        continue;
      }
      String method = next.next();
      if (seen.add(method)) {
        path.push(method);
        pending.push(edges.getOrDefault(method, Set.of()).iterator());
      }
    }
  }
}
