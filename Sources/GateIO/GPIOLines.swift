import CGPIOShim
import Glibc
import Vocabulary

/// Lines of the kernel's GPIO chips.
struct GPIOLines: LineSource, InputSource {
    let gate: String
    var outputs: [OutputRole: OutputLine] = [:]
    var inputs: [InputRole: InputLine] = [:]

    func address(of role: OutputRole) -> LineAddress? { outputs[role]?.address }

    func address(of role: InputRole) -> LineAddress? { inputs[role]?.address }

    func request(_ role: OutputRole) throws(LineError) -> any HeldLine {
        guard let line = outputs[role] else { throw LineError(requesting: ENOENT) }
        var wish = gpio_wish()
        wish.use = GPIO_USE_OUTPUT
        wish.active_low = line.isActiveLow
        wish.drive = line.drive.shim
        wish.bias = line.bias.shim
        return GPIOOutput(try GPIOLine(line.address, wish, consumer: Self.consumer(gate: gate, role: role.rawValue)))
    }

    func request(_ role: InputRole) throws(LineError) -> any HeldInput {
        guard let line = inputs[role] else { throw LineError(requesting: ENOENT) }
        var wish = gpio_wish()
        wish.use = GPIO_USE_EDGES
        wish.active_low = line.isActiveLow
        wish.bias = line.bias.shim
        let consumer = Self.consumer(gate: gate, role: role.rawValue)
        do throws(LineError) {
            return GPIOInput(try GPIOLine(line.address, wish, consumer: consumer), hasEdges: true)
        } catch {
            // A chip without interrupts says so in many ways, one of them ENODEV: without edges all else is told again.
            wish.use = GPIO_USE_INPUT
            return GPIOInput(try GPIOLine(line.address, wish, consumer: consumer), hasEdges: false)
        }
    }

    /// What gpioinfo shows beside the line. The kernel keeps 31 bytes (GPIO_MAX_NAME_SIZE); the role is what matters.
    static func consumer(gate: String, role: String) -> String {
        var kept = gate
        while kept.utf8.count + 2 + role.utf8.count > 31 { kept.removeLast() }
        return "\(kept): \(role)"
    }
}

/// One requested line. It is used from one thread, and given back when it is let go.
private struct GPIOLine: ~Copyable {
    let line: OpaquePointer

    init(_ address: LineAddress, _ wish: gpio_wish, consumer: String) throws(LineError) {
        var taken: OpaquePointer?
        let code = address.ask(wish, consumer: consumer) { gpio_line_request(&$0, &taken) }
        guard code == 0, let taken else { throw LineError(requesting: code) }
        line = taken
    }

    func level() throws(LineError) -> Bool {
        var isActive = false
        let code = gpio_line_get(line, &isActive)
        guard code == 0 else { throw LineError(using: code) }
        return isActive
    }

    deinit { gpio_line_release(line) }
}

extension LineAddress {
    /// Asks the shim for this line.
    func ask(_ wish: gpio_wish, consumer: String, _ question: (inout gpio_wish) -> CInt) -> CInt {
        var wish = wish
        var name: String?
        switch line {
        case .name(let text): name = text
        case .offset(let offset): wish.offset = offset
        }
        return chip.withCString { chip in
            consumer.withCString { consumer in
                wish.chip = chip
                wish.consumer = consumer
                guard let name else { return question(&wish) }
                return name.withCString {
                    wish.name = $0
                    return question(&wish)
                }
            }
        }
    }
}

private final class GPIOOutput: HeldLine {
    private let line: GPIOLine

    init(_ line: consuming GPIOLine) { self.line = line }

    func set(_ isEnergised: Bool) throws(LineError) {
        let code = gpio_line_set(line.line, isEnergised)
        guard code == 0 else { throw LineError(using: code) }
    }

    func look() throws(LineError) { _ = try line.level() }
}

private final class GPIOInput: HeldInput {
    /// Before 5.7 the kernel gave edges the wall clock's time.
    private static let mostAhead = Duration.seconds(1)

    private let line: GPIOLine
    let descriptor: CInt?

    init(_ line: consuming GPIOLine, hasEdges: Bool) {
        descriptor = hasEdges ? gpio_line_descriptor(line.line) : nil
        self.line = line
    }

    func takeEdge() throws(LineError) -> Edge? {
        guard descriptor != nil else { return nil }
        var edge = gpio_edge()
        let code = gpio_line_take_edge(line.line, &edge)
        guard code != EAGAIN else { return nil }
        guard code == 0 else { throw LineError(using: code) }
        let time = MonotonicTime(nanoseconds: edge.nanoseconds)
        let now = MonotonicTime.now
        return Edge(isActive: edge.active, time: time - now > Self.mostAhead ? now : time)
    }

    func level() throws(LineError) -> Bool { try line.level() }
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

extension LineBias {
    fileprivate var shim: gpio_bias {
        switch self {
        case .asIs: GPIO_BIAS_AS_IS
        case .disabled: GPIO_BIAS_DISABLED
        case .pullUp: GPIO_BIAS_PULL_UP
        case .pullDown: GPIO_BIAS_PULL_DOWN
        }
    }
}
