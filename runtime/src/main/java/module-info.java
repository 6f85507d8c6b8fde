/** Coroutines, tasks and the event loop: what async methods run on. */
module dev.fermata {
  requires transitive dev.fermata.annotations;
  requires static org.jspecify;

  exports dev.fermata;
  exports dev.fermata.io;
  exports dev.fermata.runtime;
  exports dev.fermata.sync;
  exports dev.fermata.testing;
}
