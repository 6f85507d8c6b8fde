/** Rewrites async methods into resumable state machines. */
module dev.fermata.compiler {
  requires org.objectweb.asm;
  requires org.objectweb.asm.tree;
  requires static org.jspecify;

  exports dev.fermata.compiler;
  exports dev.fermata.compiler.classfile;
  exports dev.fermata.compiler.diagnostic;
}
