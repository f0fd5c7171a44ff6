import Control
import GateIO
import Glibc
import Station
import Vocabulary

/// A gate whose station is at work: it is asked over the control socket, and writes down what it does.
public final class StationHands: GateHands {
    private static let interval = Duration.milliseconds(100)
    /// Two blinks are enough to be seen; the station goes on for `timing.show`.
    private static let seen = Duration.milliseconds(1700)

    private let client: ControlClient
    private let gate: String

    public init(_ client: ControlClient, gate: String) { (self.client, self.gate) = (client, gate) }

    public var note: String { "" }

    public func walls() throws(HandsFault) -> [String] { try status().reader.walls }

    public func picture() throws(HandsFault) -> SmallPicture {
        do throws(ControlClientFault) { return try client.picture(of: gate) } catch {
            try requireCamera()
            throw Self.fault(error)
        }
    }

    /// Throws the camera's fault where it has one.
    private func requireCamera() throws(HandsFault) {
        guard let fault = try status().camera.fault else { return }
        throw HandsFault(fault.what, mend: "see the checks of the camera's node and permissions")
    }

    public func rate(over time: Duration) throws(HandsFault) -> Double {
        let begin = try frames()
        pause(time)
        let end = try frames()
        if end.count == begin.count { try requireCamera() }
        guard end.count >= begin.count else {
            throw HandsFault("the reader was replaced meanwhile", mend: "look again")
        }
        return Double(end.count - begin.count) / ((end.at - begin.at).inMilliseconds / 1000)
    }

    public func drive(_ role: OutputRole) throws(HandsFault) -> Set<InputRole> {
        let before = try inputs()
        do throws(ControlClientFault) {
            let _: Done = try client.ask(.trial(line: role.rawValue, gate: gate))
        } catch { throw Self.fault(error) }
        guard role == .lock else {
            pause(Self.seen)
            return []
        }
        var changed: Set<InputRole> = []
        while true {
            let status = try status()
            for (input, reading) in Self.inputs(status) where before[input] != reading { changed.insert(input) }
            guard status.lock == "released" else { return changed }
            pause(Self.interval)
        }
    }

    public func inputs() throws(HandsFault) -> [InputRole: InputReading] { Self.inputs(try status()) }

    private static func inputs(_ status: GateStatus) -> [InputRole: InputReading] {
        var readings: [InputRole: InputReading] = [:]
        for (name, isActive) in status.inputs {
            guard let role = InputRole(rawValue: name) else { continue }
            readings[role] = InputReading(isActive: isActive, changes: status.changes?[name] ?? 0)
        }
        return readings
    }

    private func status() throws(HandsFault) -> GateStatus {
        let status: StationStatus
        do throws(ControlClientFault) {
            status = try client.ask(.status, for: StationStatus.self)
        } catch {
            throw Self.fault(error)
        }
        guard let gate = status.gates.first(where: { $0.name == gate }) else {
            throw HandsFault(
                "the running station has no gate \(self.gate)",
                mend: "scan-appliance reload, so that it takes its configuration")
        }
        return gate
    }

    private func frames() throws(HandsFault) -> (count: UInt64, at: MonotonicTime) {
        let figures: StationFigures
        do throws(ControlClientFault) {
            figures = try client.ask(.figures, for: StationFigures.self)
        } catch {
            throw Self.fault(error)
        }
        return (figures.readers[gate]?.frames ?? 0, .now)
    }

    private func pause(_ time: Duration) { poll(nil, 0, CInt(clamping: time.inNanoseconds / 1_000_000)) }

    private static func fault(_ fault: ControlClientFault) -> HandsFault {
        HandsFault("\(fault)", mend: "scan-appliance status; journalctl -u scan-appliance -n 30")
    }
}

extension ControlClient {
    /// What a gate's camera sees now.
    public func picture(of gate: String?) throws(ControlClientFault) -> SmallPicture {
        let size = try ask(.preview(gate: gate), for: PictureSize.self)
        guard let memory = takeDescriptor() else { throw .nonsense }
        defer { close(memory) }
        guard
            let picture = SmallPicture(
                memory: memory, width: size.width, height: size.height, measured: size.measured)
        else { throw .nonsense }
        return picture
    }
}
