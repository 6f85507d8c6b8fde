import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.completed;
import static dev.fermata.Fermata.run;
import static dev.fermata.Fermata.sleep;
import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.fermata.Coroutine;
import dev.fermata.annotations.Async;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The hot style: the methods return a CompletableFuture, as those of existing projects do, and run
 * at once up to their first wait. A purchase that fails is refunded.
 */
class BuyItem {
  static class InventoryException extends RuntimeException {
    InventoryException(String message) {
      super(message);
    }
  }

  static class Bank {
    private int balance = 100;

    @Async
    CompletableFuture<Boolean> decrement(int cost) {
      await(sleep(Duration.ofMillis(200)));
      if (balance < cost) {
        return completedFuture(false);
      }
      balance -= cost;
      return completedFuture(true);
    }

    @Async
    CompletableFuture<Void> refund(int cost) {
      await(sleep(Duration.ofMillis(200)));
      balance += cost;
      System.out.println("Refunded " + cost);
      return completedFuture(null);
    }
  }

  static class Inventory {
    private final Set<String> items = Set.of("lamp", "rope");

    @Async
    CompletableFuture<Void> give(String item) {
      await(sleep(Duration.ofMillis(300)));
      if (!items.contains(item)) {
        throw new InventoryException("there is no " + item);
      }
      return completedFuture(null);
    }
  }

  static class Store {
    private final Bank bank = new Bank();
    private final Inventory inventory = new Inventory();

    @Async
    CompletableFuture<Boolean> buyItem(String item, int cost) {
      if (!await(bank.decrement(cost))) {
        return completedFuture(false);
      }
      try {
        await(inventory.give(item));
        return completedFuture(true);
      } catch (InventoryException e) {
        await(bank.refund(cost));
        throw e;
      }
    }
  }

  @Async
  static Coroutine<Void> program() {
    Store store = new Store();
    System.out.println("Bought a lamp: " + await(store.buyItem("lamp", 60)));
    System.out.println("Bought a yacht: " + await(store.buyItem("yacht", 1_000_000)));
    try {
      await(store.buyItem("dragon", 30));
    } catch (InventoryException e) {
      System.out.println("Bought no dragon: " + e.getMessage());
    }
    System.out.println("Left in the bank: " + store.bank.balance);
    return completed();
  }

  public static void main(String[] args) {
    run(program());
  }
}
