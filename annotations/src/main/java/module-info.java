/** The annotation that marks async methods. */
module dev.fermata.annotations {
  requires static org.jspecify;

  exports dev.fermata.annotations;
}
