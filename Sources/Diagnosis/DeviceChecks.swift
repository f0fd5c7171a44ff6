import Camera
import GateIO
import Glibc
import Station
import Vocabulary

/// The nodes in /dev that a gate needs, and what the camera says of itself without being started.
public struct DeviceChecks {
    let gate: GateConfiguration
    let access: AccessChecks

    private let board: Board

    public init(_ gate: GateConfiguration, board: Board, machine: Machine) {
        (self.gate, self.board) = (gate, board)
        access = AccessChecks(machine: machine)
    }

    public var all: [Check] { camera + (board == .gpio ? chips : []) }

    private var camera: [Check] {
        do throws(CameraFault) {
            guard let path = try gate.source.node() else {
                return [.ok(.cameraNode, "\(gate.source.description): drawn or replayed, no device")]
            }
            let node = access.node(path, as: .cameraNode)
            return gate.source.isDevice ? [node] + details(path) : [node]
        } catch {
            let fault = HandsFault(error)
            return [.fault(.cameraNode, fault.what, mend: fault.mend)]
        }
    }

    private func details(_ path: String) -> [Check] {
        let descriptor = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else {
            let why = String(cString: strerror(errno))
            return [
                .warning(
                    .cameraDriver, "\(path) cannot be asked by this user: \(why)",
                    mend: "sudo scan-appliance diagnose")
            ]
        }
        do throws(CameraFault) {
            let details = try CameraDetails(descriptor: descriptor, settings: gate.settings)
            return [.ok(.cameraDriver, "\(details.card), driver \(details.driver)"), formats(details)] + [
                controls(details)
            ]
        } catch {
            let fault = HandsFault(error)
            return [.fault(.cameraDriver, fault.what, mend: fault.mend)]
        }
    }

    private func formats(_ details: CameraDetails) -> Check {
        let offered = details.offered.joined(separator: ", ")
        guard let chosen = details.chosen else {
            return .warning(
                .cameraFormat, "none of which the luma can be taken directly: \(offered)",
                mend: "choose a camera with GREY, YUYV, NV12 or MJPEG: every frame costs a conversion now")
        }
        let found = "\(chosen) chosen of \(offered)"
        if let rate = details.framesPerSecond, rate * 3 < Double(gate.settings.framesPerSecond) * 2 {
            return .warning(
                .cameraFormat, found,
                mend:
                    "choose a smaller size: [camera] width = 640, height = 480; or a USB 3 port; then scan-appliance reload"
            )
        }
        return .ok(.cameraFormat, found)
    }

    /// The controls as they stand, against those that are configured.
    private func controls(_ details: CameraDetails) -> Check {
        let wanted = [
            ("exposure", gate.settings.exposure), ("gain", gate.settings.gain), ("focus", gate.settings.focus),
            ("power_line_frequency", gate.settings.powerLineFrequency),
        ]
        let found = details.controls.map { "\($0.name) \($0.value) (\($0.range.lowerBound) to \($0.range.upperBound))" }
            .joined(separator: ", ")
        let missed = wanted.compactMap { name, value -> String? in
            guard let value else { return nil }
            guard let control = details.controls.first(where: { $0.name == name }) else {
                return "\(name): the camera has none"
            }
            return control.value == value ? nil : "\(name) is \(control.value) and not \(value)"
        }
        guard missed.isEmpty else {
            return .warning(
                .cameraControls, "\(missed.joined(separator: "; ")); now: \(found)",
                mend:
                    "correct [camera] within these bounds, then scan-appliance reload; they are set when the camera is opened"
            )
        }
        return .ok(.cameraControls, found.isEmpty ? "none that can be set" : found)
    }

    private var chips: [Check] {
        let names = Set(gate.lines.values.map(\.address.chip) + gate.inputs.values.map(\.address.chip)).sorted()
        return names.map { name in
            guard let path = GPIOChip.path(of: name) else {
                return .fault(
                    .chip, of: name, "there is none, or this user may open none that could be it",
                    mend:
                        "gpiodetect shows what there is: correct chip in [lines] and [inputs], then scan-appliance reload"
                )
            }
            return access.node(path, as: .chip, of: name)
        }
    }
}
