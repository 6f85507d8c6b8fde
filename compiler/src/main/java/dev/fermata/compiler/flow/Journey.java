package dev.fermata.compiler.flow;

import java.util.BitSet;

/**
 * What has happened since an exception was caught, said by the closes of resources, which are known
 * by their numbers. Immutable, and so are the sets: they are shared.
 *
 * @param reopened the closes of resources that may have been opened since
 * @param ended those at which a body may end that was entered since
 * @param failed those that are out of reach, on every way, but through the handler that closes the
 *     resource of a failed body
 */
record Journey(BitSet reopened, BitSet ended, BitSet failed) {
  private static final BitSet NONE = new BitSet();

  /** Of an exception that is being caught. */
  static final Journey START = new Journey(NONE, NONE, NONE);

  /** Whether a close would happen because of the exception. */
  boolean isInFlightAt(int close) {
    return !reopened.get(close) && !ended.get(close);
  }

  /** Goes on to code of bodies that end at certain closes. */
  Journey through(BitSet ends) {
    BitSet more = union(ended, without(ends, failed));
    return more == ended ? this : new Journey(reopened, more, failed);
  }

  /** Goes on to the handler of bodies that end at certain closes. */
  Journey failing(BitSet ends) {
    BitSet less = without(ended, ends);
    BitSet more = union(failed, ends);
    return less == ended && more == failed ? this : new Journey(reopened, less, more);
  }

  /** Goes over a store of a resource that is closed by certain closes. */
  Journey opening(BitSet closes) {
    BitSet more = union(reopened, closes);
    return more == reopened ? this : new Journey(more, ended, failed);
  }

  /** What is true where two ways join; this one itself if the other has nothing to add. */
  Journey join(Journey other) {
    if (equals(other)) {
      return this;
    }
    BitSet open = union(reopened, other.reopened);
    BitSet end = union(ended, other.ended);
    BitSet fail = both(failed, other.failed);
    return open == reopened && end == ended && fail == failed ? this : new Journey(open, end, fail);
  }

  // Each gives back the first set itself if it stays the same.

  private static BitSet union(BitSet set, BitSet more) {
    BitSet result = (BitSet) set.clone();
    result.or(more);
    return result.equals(set) ? set : result;
  }

  private static BitSet without(BitSet set, BitSet less) {
    if (!set.intersects(less)) {
      return set;
    }
    BitSet result = (BitSet) set.clone();
    result.andNot(less);
    return result;
  }

  private static BitSet both(BitSet set, BitSet other) {
    BitSet result = (BitSet) set.clone();
    result.and(other);
    return result.equals(set) ? set : result;
  }
}
