import CGPIOShim
import Glibc

/// Lines of the kernel's GPIO chips.
struct GPIOLines: LineSource {
    let gate: String
    let lines: [OutputRole: OutputLine]

    func address(of role: OutputRole) -> LineAddress? { lines[role]?.address }

    func request(_ role: OutputRole) throws(LineError) -> any HeldLine {
        guard let line = lines[role] else { throw LineError(requesting: ENOENT) }
        return try GPIOLine(line, consumer: Self.consumer(gate: gate, role: role))
    }

    /// What gpioinfo shows beside the line. The kernel keeps 31 bytes (GPIO_MAX_NAME_SIZE); the role is what matters.
    static func consumer(gate: String, role: OutputRole) -> String {
        var kept = gate
        while kept.utf8.count + 2 + role.rawValue.utf8.count > 31 { kept.removeLast() }
        return "\(kept): \(role.rawValue)"
    }
}

/// One requested line. It is used from one thread, and given back when it is let go.
private final class GPIOLine: HeldLine {
    private let line: OpaquePointer

    init(_ output: OutputLine, consumer: String) throws(LineError) {
        var wish = gpio_output()
        wish.active_low = output.isActiveLow
        wish.drive = output.drive.shim
        wish.bias = output.bias.shim
        var name: String?
        switch output.address.line {
        case .name(let text): name = text
        case .offset(let offset): wish.offset = offset
        }
        var taken: OpaquePointer?
        let code = output.address.chip.withCString { chip in
            consumer.withCString { consumer in
                wish.chip = chip
                wish.consumer = consumer
                guard let name else { return gpio_line_request(&wish, &taken) }
                return name.withCString {
                    wish.name = $0
                    return gpio_line_request(&wish, &taken)
                }
            }
        }
        guard code == 0, let taken else { throw LineError(requesting: code) }
        line = taken
    }

    func set(_ isEnergised: Bool) throws(LineError) {
        let code = gpio_line_set(line, isEnergised)
        guard code == 0 else { throw LineError(moving: code) }
    }

    func look() throws(LineError) {
        let code = gpio_line_look(line)
        guard code == 0 else { throw LineError(moving: code) }
    }

    deinit { gpio_line_release(line) }
}

extension OutputLine.Drive {
    fileprivate var shim: gpio_drive {
        switch self {
        case .pushPull: GPIO_DRIVE_PUSH_PULL
        case .openDrain: GPIO_DRIVE_OPEN_DRAIN
        case .openSource: GPIO_DRIVE_OPEN_SOURCE
        }
    }
}

extension OutputLine.Bias {
    fileprivate var shim: gpio_bias {
        switch self {
        case .asIs: GPIO_BIAS_AS_IS
        case .disabled: GPIO_BIAS_DISABLED
        case .pullUp: GPIO_BIAS_PULL_UP
        case .pullDown: GPIO_BIAS_PULL_DOWN
        }
    }
}
