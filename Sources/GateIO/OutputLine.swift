/// How a line is called on its chip.
public enum LineName: Hashable, Sendable, CustomStringConvertible {
    /// As the device tree or the firmware names it.
    case name(String)
    /// Its place on the chip, from 0.
    case offset(UInt32)

    public var description: String {
        switch self {
        case .name(let name): "\"\(name)\""
        case .offset(let offset): "\(offset)"
        }
    }
}

/// Where a line is.
public struct LineAddress: Hashable, Sendable {
    /// The chip's label ("pinctrl-bcm2711"), its name ("gpiochip0") or, if it begins with a slash, its path.
    /// Prefer the label: numbers change from boot to boot.
    public var chip: String
    public var line: LineName

    public init(chip: String, line: LineName) {
        self.chip = chip
        self.line = line
    }
}

/// The pin's own resistor (GPIO_V2_LINE_FLAG_BIAS_*); the kernel leaves out what the chip does not have.
public enum LineBias: String, Sendable, CaseIterable {
    case asIs = "as-is"
    case disabled
    case pullUp = "pull-up"
    case pullDown = "pull-down"
}

/// A line that is driven, and how.
public struct OutputLine: Hashable, Sendable {
    /// How the pin is driven (GPIO_V2_LINE_FLAG_OPEN_DRAIN, _OPEN_SOURCE).
    public enum Drive: String, Sendable, CaseIterable {
        case pushPull = "push-pull"
        case openDrain = "open-drain"
        case openSource = "open-source"
    }

    public var address: LineAddress
    /// Whether the line is energised by a low level, as on most relay modules with optocouplers.
    public var isActiveLow: Bool
    public var drive: Drive
    public var bias: LineBias

    public init(address: LineAddress, isActiveLow: Bool = false, drive: Drive = .pushPull, bias: LineBias = .asIs) {
        self.address = address
        self.isActiveLow = isActiveLow
        self.drive = drive
        self.bias = bias
    }
}

/// Which board a gate's lines are on.
public enum Board: Hashable, Sendable {
    /// None: every role has a line that is only written down. `file` gets one line of JSON for each change of level:
    /// `{"mono_ns":123,"line":"lock","level":1}`, 1 being energised. A line begins at rest, and that is not written.
    case simulated(file: String?)
    /// Lines of the kernel's GPIO chips, through libgpiod.
    case gpio
}

/// How long a gate's answers last.
public struct GateTiming: Hashable, Sendable {
    /// A shorter pulse moves no strike, a longer one is a door left open.
    public static let pulseBounds: ClosedRange<Duration> = .milliseconds(200) ... .seconds(30)
    public static let showBounds: ClosedRange<Duration> = .milliseconds(500) ... .seconds(30)

    /// How long the lock is released, within `pulseBounds`.
    public let pulse: Duration
    /// How long refer and deny are shown, within `showBounds`.
    public let show: Duration

    /// What is out of bounds is taken to the nearest bound.
    public init(pulse: Duration = .seconds(5), show: Duration = .seconds(3)) {
        self.pulse = min(max(pulse, Self.pulseBounds.lowerBound), Self.pulseBounds.upperBound)
        self.show = min(max(show, Self.showBounds.lowerBound), Self.showBounds.upperBound)
    }
}
