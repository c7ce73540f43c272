package dev.vernier.spark;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.Success$;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;

/** What happened to tasks: tests make sure that what they provoke did happen. */
final class TaskCounts extends SparkListener {

    final AtomicInteger failed = new AtomicInteger();
    final AtomicInteger speculative = new AtomicInteger();
    final AtomicInteger executorsLost = new AtomicInteger();

    /** Of all task results, which is what reaches the driver. */
    final AtomicLong resultBytes = new AtomicLong();

    @Override
    public void onTaskStart(SparkListenerTaskStart start) {
        if (start.taskInfo().speculative()) {
            speculative.incrementAndGet();
        }
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
        if (end.reason() != Success$.MODULE$) {
            failed.incrementAndGet();
        } else {
            resultBytes.addAndGet(end.taskMetrics().resultSize());
        }
    }

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
        executorsLost.incrementAndGet();
    }
}
