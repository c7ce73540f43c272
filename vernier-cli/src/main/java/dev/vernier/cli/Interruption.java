package dev.vernier.cli;

import dev.vernier.model.OutputFile;
import java.lang.reflect.Proxy;
import java.util.Map;

/**
 * Ctrl-C and SIGTERM: temporary files go and the process ends, at once.
 *
 * <p>Left to itself the JVM would take ONNX Runtime down in an orderly way while it still works in
 * other threads, which may crash, or take as long as it does. The class that handles signals has
 * been the same since Java 1.2 but is no standard; where it is missing the JVM's own way remains,
 * and temporary files go with it too.
 */
final class Interruption {

    private static final int SIGNALS = 128;
    private static final Map<String, Integer> NUMBERS = Map.of("INT", 2, "TERM", 15, "HUP", 1);

    private Interruption() {}

    /** For the main method of a process: from now on these signals end it at once. */
    static void endAtOnce() {
        NUMBERS.forEach(Interruption::endAtOnce);
    }

    private static void endAtOnce(String name, int number) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object end =
                    Proxy.newProxyInstance(
                            Interruption.class.getClassLoader(),
                            new Class<?>[] {handler},
                            (proxy, method, arguments) -> {
                                end(number);
                                return proxy; // not reached
                            });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), end);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return; // no such class, or no such signal here: the JVM's own way
        }
    }

    private static void end(int number) {
        OutputFile.abandonAll();
        Runtime.getRuntime().halt(SIGNALS + number);
    }
}
