import Control
import Glibc
import Ledger
import Station
import Vocabulary

/// The way to a station's hardware: through the station where it is at work, or directly, with the ledger held meanwhile so
/// that none can start.
public final class Access {
    public private(set) var manner = Diagnosis.Manner.none
    /// How it was found.
    public private(set) var check: Check
    /// What the running station says of itself; nil where none runs.
    public private(set) var status: StationStatus?
    private let configuration: Configuration
    private var client: ControlClient?
    private var rows: ServiceRows?

    public init(_ configuration: Configuration) {
        self.configuration = configuration
        check = .ok(.station, "")
        check = find()
    }

    private func find() -> Check {
        do throws(ControlClientFault) {
            let client = try ControlClient(path: configuration.controlSocket)
            let hello: Greeting = try client.ask(.hello, for: Greeting.self)
            guard let role = hello.role.flatMap(ControlRole.init), role >= .technician else {
                let group = configuration.controlGroups[.technician]
                return .fault(
                    .station, "it is at work and lets this user do nothing at its gates",
                    mend: group.map { "sudo scan-appliance diagnose, or usermod -aG \($0) $USER and log in again" }
                        ?? "sudo scan-appliance diagnose")
            }
            status = try client.ask(.status, for: StationStatus.self)
            (self.client, manner) = (client, .running)
            return .ok(.station, "at work for \(Int(status?.uptime ?? 0)) s; it hands each gate over in service mode")
        } catch {
            guard case .unreachable = error else {
                return .fault(
                    .station, "\(error)", mend: "systemctl restart scan-appliance; journalctl -u scan-appliance -n 30")
            }
        }
        return stopped()
    }

    private func stopped() -> Check {
        do throws(LedgerFault) { rows = try ServiceRows(configuration) } catch {
            if error.kind == .busy {
                return .fault(
                    .station, "a station holds the ledger and does not answer at \(configuration.controlSocket)",
                    mend: "systemctl restart scan-appliance; journalctl -u scan-appliance -n 30")
            }
            if error.kind == .forbidden || error.kind == .key {
                return .fault(.station, error.what, mend: "sudo scan-appliance diagnose")
            }
            manner = .stopped
            return .fault(
                .station, "not at work; this visit cannot be written down: \(error.what)", mend: "mend the disk first")
        }
        manner = .stopped
        return .warning(
            .station,
            rows == nil
                ? "not at work, and never was: this visit is in no ledger"
                : "not at work: its hardware is opened directly",
            mend: "systemctl enable --now scan-appliance, once all here is well")
    }

    /// The hands for a gate; nil where there is no way to its hardware.
    public func hands(of gate: GateConfiguration) -> (any GateHands)? {
        switch manner {
        case .running: client.map { StationHands($0, gate: gate.name) }
        case .stopped: OwnHands(gate, board: configuration.board, rows: rows)
        case .none: nil
        }
    }

    /// Does something while the gate is in service mode: nobody is admitted, and its lamps say so. It ends with `body`, however
    /// that ends. `unable` is told where it cannot begin, and `body` is left out.
    public func inService(
        _ gate: GateConfiguration, _ body: () throws -> Void, unable: (HandsFault) -> Void
    ) throws {
        do { try setService(gate, .serviceOn) } catch { return unable(error) }
        do { try body() } catch {
            try? setService(gate, .serviceOff, by: error as? VisitEnd == .timeUp ? .timer : .technician)
            throw error
        }
        do { try setService(gate, .serviceOff) } catch { unable(error) }
    }

    private func setService(
        _ gate: GateConfiguration, _ act: StationAct, by authority: Authority = .technician
    ) throws(HandsFault) {
        do throws(LedgerFault) { try rows?.write(act, by: authority, gate: gate.name) } catch {
            throw HandsFault("it cannot be written down: \(error.what)", mend: "mend the disk first")
        }
        guard let client else { return }
        do throws(ControlClientFault) {
            let _: Done = try client.ask(.service(isOn: act == .serviceOn, gate: gate.name))
        } catch { throw HandsFault("\(error)", mend: "scan-appliance status; journalctl -u scan-appliance -n 30") }
    }
}
