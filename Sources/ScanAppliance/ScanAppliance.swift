import ArgumentParser

@main
struct ScanAppliance: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan-appliance",
        abstract: "A station gate: reads the code a person holds up, judges it, and opens the lock or does not.",
        subcommands: [
            RunCommand.self, DemoCommand.self, SetupCommand.self, CheckConfigCommand.self, EventsCommand.self,
            LedgerCommand.self,
            StatusCommand.self, FiguresCommand.self, FollowCommand.self, PreviewCommand.self, ServiceCommand.self,
            AdmitCommand.self, OverrideCommand.self, AlarmCommand.self, ReloadCommand.self, TokenCommand.self,
            OccupancyCommand.self, PassbackCommand.self, PhaseCommand.self, ReportCommand.self,
            KeyCommand.self, PassCommand.self, TrustCommand.self, BadgeCommand.self, BundleCommand.self,
            ClockCommand.self, Verify.self,
            ScanCommand.self,
            DiagnoseCommand.self, SupportBundleCommand.self, PosterCommand.self,
            ConsoleCommand.self, ReaderCommand.self, ChecksCommand.self,
        ])
}
