/** The arithmetic of quantization, its statistics and calibrators. Needs the JDK only. */
module dev.vernier.core {
    exports dev.vernier.calibrator;
    exports dev.vernier.numeric;
    exports dev.vernier.statistics;
}
