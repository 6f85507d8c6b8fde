/** Rewrites async methods into resumable state machines. */
module dev.fermata.compiler {
  requires org.objectweb.asm;
  requires org.objectweb.asm.commons;
  requires org.objectweb.asm.tree;
  requires org.objectweb.asm.tree.analysis;
  requires org.objectweb.asm.util;
  requires static org.jspecify;

  exports dev.fermata.compiler;
  exports dev.fermata.compiler.classfile;
  exports dev.fermata.compiler.diagnostic;
  exports dev.fermata.compiler.explain;
}
