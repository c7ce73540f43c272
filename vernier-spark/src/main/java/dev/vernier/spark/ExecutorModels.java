package dev.vernier.spark;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * The models of this process. The first task that needs one loads it, while others wait; all share
 * it. It stays for the tasks to come, until another model is asked for when nobody uses it.
 */
final class ExecutorModels {

    private static final ExecutorModels OF_PROCESS = new ExecutorModels();

    private final Map<ShippedModel, Entry> loaded = new HashMap<>();

    private static final class Entry {
        final LoadedModel model;
        int users;

        Entry(LoadedModel model) {
            this.model = model;
        }
    }

    private ExecutorModels() {}

    /** The right to use a model until it is closed. */
    static final class Lease implements AutoCloseable {

        private final Entry entry;

        private Lease(Entry entry) {
            this.entry = entry;
        }

        LoadedModel model() {
            return entry.model;
        }

        @Override
        public void close() {
            synchronized (OF_PROCESS) {
                entry.users--;
            }
        }
    }

    static Lease lease(ShippedModel model) throws IOException {
        return OF_PROCESS.leaseOf(model);
    }

    private synchronized Lease leaseOf(ShippedModel model) throws IOException {
        if (!loaded.containsKey(model)) {
            loaded.values().stream()
                    .filter(entry -> entry.users == 0)
                    .forEach(entry -> entry.model.close());
            loaded.values().removeIf(entry -> entry.users == 0);
            loaded.put(model, new Entry(model.load()));
        }
        Entry entry = loaded.get(model);
        entry.users++;
        return new Lease(entry);
    }
}
