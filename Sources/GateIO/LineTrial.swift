import Glibc
import Vocabulary

/// Tries one line of a gate while nobody else has it, for whoever must see which lamp is which.
public struct LineTrial {
    private let source: any LineSource
    private let role: OutputRole

    /// `lines` as in `GateOutputs`.
    public init(_ role: OutputRole, on board: Board, lines: [OutputRole: OutputLine]) {
        self.role = role
        source =
            switch board {
            case .simulated(let file): SimulatedBoard(file: file, prefix: nil)
            case .gpio: GPIOLines(gate: "setup", outputs: lines)
            }
    }

    /// Requests the line at rest, energises it `count` times for `length`, and gives it back at rest. It takes as long as that.
    ///
    /// `meanwhile` is called each twentieth of a second. Throws what is in the way.
    public func blink(_ count: Int, for length: Duration, meanwhile: () -> Void = {}) throws(LineFault) {
        guard let address = source.address(of: role) else { return }
        do throws(LineError) {
            let line = try source.request(role)
            for _ in 0..<count {
                try line.set(true)
                rest(for: length, meanwhile)
                try line.set(false)
                rest(for: length, meanwhile)
            }
        } catch {
            throw LineFault(error, role: .output(role), at: address)
        }
    }

    private func rest(for length: Duration, _ meanwhile: () -> Void) {
        let end = MonotonicTime.now + length
        while true {
            let remaining = (end - .now).inNanoseconds / 1_000_000
            guard remaining > 0 else { return }
            poll(nil, 0, CInt(clamping: min(remaining, 50)))
            meanwhile()
        }
    }
}
