import ArgumentParser
import Control

struct AdmitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "admit",
        abstract: "Lets in the person who was referred last at a gate, within door.referral (30 s). For officers.")

    @OptionGroup var control: ControlOption
    @OptionGroup var place: GateOption

    func run() throws { _ = try control.ask(.admit(gate: place.gate)) }
}

struct OverrideCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "override",
        abstract: "Opens a gate once for whoever stands there. For officers; it is written down as such.")

    @OptionGroup var control: ControlOption
    @OptionGroup var place: GateOption

    func run() throws { _ = try control.ask(.override(gate: place.gate)) }
}

struct ServiceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "service",
        abstract: "Puts gates into service mode or ends it. For technicians.",
        discussion: """
            In service mode nobody is admitted, and the lamps show red and amber in turn. It ends by itself after 15 minutes; \
            said again it begins anew. Without --gate all gates of the station are meant. A gate for leaving goes on letting \
            people out.
            """)

    enum State: String, ExpressibleByArgument, CaseIterable {
        case on, off
    }

    @Argument(help: "on or off.")
    var state: State

    @OptionGroup var control: ControlOption
    @OptionGroup var place: GateOption

    func run() throws {
        _ = try control.ask(.service(isOn: state == .on, gate: place.gate))
    }
}

struct ReloadCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reload",
        abstract:
            "Makes the station read configuration, keys, revocations and tokens anew, as SIGHUP does. For technicians.")

    @OptionGroup var control: ControlOption

    func run() throws { _ = try control.ask(.reload) }
}

struct AlarmCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alarm", abstract: "Deals with alarms.", subcommands: [AlarmAcknowledgeCommand.self])
}

struct AlarmAcknowledgeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "acknowledge",
        abstract:
            "Silences an alarm; it sounds again after alarm.repeat (5 minutes) when its cause is still there. For officers."
    )

    @OptionGroup var control: ControlOption
    @OptionGroup var place: GateOption

    func run() throws { _ = try control.ask(.acknowledge(gate: place.gate)) }
}
