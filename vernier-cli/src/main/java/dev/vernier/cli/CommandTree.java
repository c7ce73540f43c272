package dev.vernier.cli;

import picocli.CommandLine;

/** All commands, in the order in which the help lists them. */
final class CommandTree {

    private CommandTree() {}

    static CommandLine of(Session session) {
        return withConventions(
                new CommandLine(new VernierCommand())
                        .addSubcommand(new QuantizeCommand(session))
                        .addSubcommand(new CalibrateCommand(session))
                        .addSubcommand(new MergeCommand(session))
                        .addSubcommand(new PlanCommand(session))
                        .addSubcommand(new InspectCommand(session))
                        .addSubcommand(new SensitivityCommand(session))
                        .addSubcommand(new CompareCommand(session))
                        .addSubcommand(new BenchCommand(session))
                        .addSubcommand(new ReportCommand(session))
                        .addSubcommand(new LintCommand(session))
                        .addSubcommand(new DiffCommand(session))
                        .addSubcommand(new TargetCommand(session))
                        .addSubcommand(new DoctorCommand(session))
                        .addSubcommand(new ExplainCommand(session))
                        .addMixin("settings", session.settings()));
    }

    /** How all commands read their words. */
    static CommandLine withConventions(CommandLine line) {
        return line.setCaseInsensitiveEnumValuesAllowed(true);
    }
}
