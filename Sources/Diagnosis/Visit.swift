import Control
import GateIO
import Ledger
import Station
import Vocabulary

/// A technician's whole visit: every part of a station is looked at, in service mode where its hardware is tried.
public final class Visit {
    public struct Wishes: Hashable, Sendable {
        /// Whether somebody answers what was seen, heard and pressed.
        public var asks = true
        /// Whether the lock is moved without asking.
        public var movesLock = false
        /// The one gate that is meant; nil: all.
        public var gate: String?

        public init() {}
    }

    private let file: String
    private let wishes: Wishes
    private let technician: any Technician
    private let machine: Machine
    private let told: (Check) -> Void
    private(set) var checks: [Check] = []
    /// What each gate's camera saw at last, and what was measured of its lens.
    public private(set) var views: [GateView] = []

    public struct GateView {
        public let gate: GateConfiguration
        public let picture: SmallPicture
        public let distances: DistanceTable
    }

    /// `file` is the configuration's; each check is told as it is made.
    public init(
        to file: String, wishes: Wishes, technician: any Technician, machine: Machine = Machine(),
        told: @escaping (Check) -> Void
    ) {
        (self.file, self.wishes, self.technician, self.machine, self.told) = (file, wishes, technician, machine, told)
    }

    /// Looks at everything. Nothing that is wrong ends it; a `VisitEnd` is thrown once the gates serve again.
    public func run() throws -> Diagnosis {
        let time = WallTime.now.rfc3339
        lookAtMachine()
        let settings: StationSettings
        do throws(SettingsFault) { settings = try StationSettings(file: file) } catch {
            note(.fault(.configuration, "\(error)", mend: "editor \(file); scan-appliance check-config"))
            return Diagnosis(station: "", time: time, manner: .none, checks: checks)
        }
        note(.ok(.configuration, "\(file): all is well"))
        let access = Access(settings.configuration)
        note(access.check)
        try lookAtGates(settings, through: access)
        lookAtStation(settings, state: access.status?.clock.state)
        return Diagnosis(station: settings.configuration.station, time: time, manner: access.manner, checks: checks)
    }

    /// What can be said of a station from afar: nothing is driven, nobody is asked, no row is written. `isAtWork`: it runs, and
    /// holds its lines.
    public static func fromAfar(to file: String, isAtWork: Bool, machine: Machine = Machine()) -> Diagnosis {
        let visit = Visit(to: file, wishes: Wishes(), technician: Nobody(), machine: machine) { _ in }
        let time = WallTime.now.rfc3339
        visit.lookAtMachine()
        guard let settings = try? StationSettings(file: file) else {
            return Diagnosis(station: "", time: time, manner: .none, checks: visit.checks)
        }
        for gate in settings.configuration.gates {
            let checks = DeviceChecks(gate, board: settings.configuration.board, machine: machine).all
            let lines = isAtWork ? lineChecks(gate, of: settings, heldFor: gate.name) : []
            for check in checks + lines { visit.note(check.of(gate.name)) }
        }
        visit.lookAtStation(settings, state: nil)
        return Diagnosis(station: settings.configuration.station, time: time, manner: .none, checks: visit.checks)
    }

    /// What can be said without a configuration.
    private func lookAtMachine() {
        for check in KernelChecks(machine).all + [AccessChecks(machine: machine).account] { note(check) }
        note(ZBarCheck.check(package: ZBarCheck.package(machine)))
        for check in BoardChecks(machine).all + UnitChecks(machine).all { note(check) }
    }

    private func lookAtStation(_ settings: StationSettings, state: String?) {
        let folder = settings.configuration.stateFolder
        for check in TrustChecks(settings, at: .now).all + [ClockCheck(machine).check(state: state, folder: folder)] {
            note(check)
        }
        for check in DiskChecks(folder: folder).all + [LedgerChainCheck(folder: folder).check] { note(check) }
    }

    private func lookAtGates(_ settings: StationSettings, through access: Access) throws {
        let gates = settings.configuration.gates.filter { wishes.gate == nil || $0.name == wishes.gate }
        if gates.isEmpty {
            note(
                .fault(
                    .gate, "there is no gate \(wishes.gate ?? "")",
                    mend: "scan-appliance diagnose without --gate looks at all"))
        }
        for gate in gates {
            let note = { (check: Check) in self.note(check.of(gate.name)) }
            DeviceChecks(gate, board: settings.configuration.board, machine: machine).all.forEach(note)
            guard let hands = access.hands(of: gate) else { continue }
            Self.lineChecks(gate, of: settings, heldFor: access.manner == .running ? gate.name : nil).forEach(note)
            let visit = GateVisit(
                gate, board: settings.configuration.board, hands: hands, wishes: wishes, technician: technician)
            try access.inService(gate) {
                try visit.lookThrough(note)
                try visit.tryOutputs(note)
                try visit.tryInputs(note)
            } unable: {
                note(.fault(.serviceMode, $0.what, mend: $0.mend))
            }
            guard let picture = visit.picture else { continue }
            let distances = DistanceTable(picture.measured, sample: visit.sample)
            views.append(GateView(gate: gate, picture: picture, distances: distances))
        }
    }

    /// A simulated board has no lines that anybody could hold.
    private static func lineChecks(
        _ gate: GateConfiguration, of settings: StationSettings, heldFor holder: String?
    ) -> [Check] {
        guard settings.configuration.board == .gpio else { return [] }
        return LineChecks(outputs: gate.lines, inputs: gate.inputs, heldFor: holder).all
    }

    private func note(_ check: Check) {
        checks.append(check)
        told(check)
    }
}

/// Nobody stands at the door.
private final class Nobody: Technician {
    func say(_ line: String) {}
    func ask(_ question: String) -> String? { nil }
    func wait(_ time: Duration) {}
}
