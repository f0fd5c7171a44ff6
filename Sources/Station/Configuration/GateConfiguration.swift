import Admission
import GateIO
import Vocabulary

/// What one gate of a station is told.
public struct GateConfiguration: Hashable, Sendable {
    /// Which way people go through it.
    public enum Direction: String, CaseIterable, Sendable {
        case entry, exit
    }

    public var name: String
    public var direction: Direction
    public var source: CameraSource
    public var settings: CameraSettings
    /// Whether a replay begins anew at its end.
    public var isLooped: Bool
    /// Whether a replay keeps to its own rate.
    public var isPaced: Bool
    public var lines: [OutputRole: OutputLine]
    public var inputs: [InputRole: InputLine]
    /// The pipe through which a simulated board is told of its inputs; nil: it has none.
    public var simulatedInputs: String?
    public var door: DoorTiming
    /// When an acknowledged alarm sounds again if its cause is still there.
    public var alarmRepeat: Duration
    /// How its reader reads.
    public var reading: ReadingPlan
    public var timing: GateTiming
    public var rules: PresentationRules

    /// Reads a gate's tables; what is wrong goes to the table's faults. Nil where there is no source.
    init?(name: String, from table: SettingsTable, board: Board, folder: String) {
        self.name = name
        direction = table.choice("direction", Direction.self) ?? .entry
        let camera = table.table("camera")
        let source = Self.source(camera, board: board, folder: folder)
        settings = Self.settings(camera)
        isLooped = camera.boolean("loop") ?? false
        isPaced = camera.boolean("pace") ?? true
        lines = Self.lines(table.table("lines"), board: board)
        inputs = Self.inputs(table.table("inputs"), beside: lines)
        simulatedInputs = Self.simulatedInputs(table.table("simulation"), board: board, folder: folder)
        door = Self.door(table.table("door"))
        alarmRepeat = table.table("alarm").seconds("repeat", in: Alarm.bounds) ?? Alarm.standard
        reading = ReadingPlan(from: table.table("reading"))
        timing = Self.timing(table.table("timing"))
        rules = Self.rules(table.table("presentation"))
        guard let source else { return nil }
        self.source = source
    }

    private static func source(_ table: SettingsTable, board: Board, folder: String) -> CameraSource? {
        guard let text = table.text("source") else {
            if !table.has("source") { table.fault("source", "is missing: where frames come from") }
            return nil
        }
        do throws(CameraSourceFault) {
            let source = try CameraSource(text, relativeTo: folder)
            if board == .gpio, !source.isReal {
                table.fault(
                    "source", "\"\(text)\" is no real camera and must not move real lines: use board = \"simulated\"")
            }
            return source
        } catch {
            table.fault("source", error.description)
            return nil
        }
    }

    private static func settings(_ table: SettingsTable) -> CameraSettings {
        var settings = CameraSettings()
        settings.width = table.integer("width", in: 160...4096) ?? settings.width
        settings.height = table.integer("height", in: 120...4096) ?? settings.height
        settings.framesPerSecond = table.integer("fps", in: 1...240) ?? settings.framesPerSecond
        settings.exposure = table.integer("exposure", in: 1...100_000)
        settings.gain = table.integer("gain", in: 0...100_000)
        settings.focus = table.integer("focus", in: 0...100_000)
        settings.isBracketing = table.boolean("bracket") ?? settings.isBracketing
        settings.powerLineFrequency = table.integer("power_line_frequency", in: 0...3)
        return settings
    }

    private static func lines(_ table: SettingsTable, board: Board) -> [OutputRole: OutputLine] {
        var lines: [OutputRole: OutputLine] = [:]
        for role in OutputRole.allCases where table.has(role.rawValue) {
            lines[role] = line(table.table(role.rawValue))
        }
        if board == .gpio, lines[.lock] == nil {
            table.fault("lock", "is missing: which line of which chip releases the lock, chip = and line =")
        }
        var holders: [LineAddress: OutputRole] = [:]
        for role in OutputRole.allCases {
            guard let address = lines[role]?.address else { continue }
            if let holder = holders[address] { table.fault(role.rawValue, "is the same line as \(holder.rawValue)") }
            holders[address] = role
        }
        return lines
    }

    private static func line(_ table: SettingsTable) -> OutputLine? {
        let address = address(table)
        let isActiveLow = table.boolean("active_low") ?? false
        let drive = table.choice("drive", OutputLine.Drive.self) ?? .pushPull
        let bias = table.choice("bias", LineBias.self) ?? .asIs
        return address.map { OutputLine(address: $0, isActiveLow: isActiveLow, drive: drive, bias: bias) }
    }

    /// Where a line of either direction is.
    static func address(_ table: SettingsTable) -> LineAddress? {
        let chip = table.text("chip")
        if !table.has("chip") { table.fault("chip", "is missing: a label, a name or a path, as gpiodetect shows it") }
        let name: LineName?
        if table.has("offset") {
            if table.has("line") { table.refuse("line", "stands beside offset: one of them says which line it is") }
            name = table.integer("offset", in: 0...1023).map { .offset(UInt32($0)) }
        } else {
            name = table.text("line").map { .name($0) }
            if !table.has("line") { table.fault("line", "is missing: the line's name, or offset = its number") }
        }
        guard let chip, let name else { return nil }
        return LineAddress(chip: chip, line: name)
    }

    private static func timing(_ table: SettingsTable) -> GateTiming {
        let standard = GateTiming()
        return GateTiming(
            pulse: table.seconds("pulse", in: GateTiming.pulseBounds) ?? standard.pulse,
            show: table.seconds("show", in: GateTiming.showBounds) ?? standard.show)
    }

    private static func rules(_ table: SettingsTable) -> PresentationRules {
        var rules = PresentationRules()
        rules.minSize = table.number("min_size", in: 0...4096) ?? rules.minSize
        rules.maxMotion = table.number("max_motion", in: 0.01...1000) ?? rules.maxMotion
        rules.outOfView = table.seconds("out_of_view", in: .milliseconds(100) ... .seconds(600)) ?? rules.outOfView
        rules.turn = table.seconds("turn", in: .zero ... .seconds(60)) ?? rules.turn
        return rules
    }
}
