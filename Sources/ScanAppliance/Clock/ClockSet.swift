import ArgumentParser
import Control
import GateIO
import Glibc
import Station
import Vocabulary

struct ClockSet: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Say what time it is, as a technician.",
        discussion: """
            Tells the gate that is at work, which writes it down, and sets the board's clock too where that is permitted; with \
            a simulated board this machine's clock stays as it is. A time below the floor is refused (see clock floor). Exit 0: taken; 1: refused; 69: no gate is at work.
            """)

    @OptionGroup var control: ControlOption

    @Argument(
        help: ArgumentHelp(
            "What time it is, as 2026-11-24T08:00:00+07:00; without it the board's clock is right.", valueName: "T"))
    var time: WallTime?

    func run() throws {
        // Both clocks at once: what comes after takes time.
        let (instant, board) = (BootTime.now, WallTime.now)
        var now: WallTime { (time ?? board) + (BootTime.now - instant) }
        do {
            let client = try control.connect()
            let told = try client.ask(.clockSet(now), for: ClockStatus.self)
            try Output.write("the gate's time is \(told.time)\n".utf8)
        } catch { throw ExitCode.saying(error) }
        if time != nil { try setBoard(now) }
    }

    /// Of a simulated board there is no clock, and this machine's is somebody else's.
    private func setBoard(_ time: WallTime) throws {
        guard let board = (try? Configuration(file: control.configurationFile))?.board, board == .gpio else {
            return try Output.write("this machine's clock stays as it is: it is no gate's board\n".utf8)
        }
        try Self.setSystem(time)
    }

    private static func setSystem(_ time: WallTime) throws {
        var value = timespec(
            tv_sec: Int(time.seconds), tv_nsec: Int(time.milliseconds - time.seconds * 1000) * 1_000_000)
        let isSet = clock_settime(CLOCK_REALTIME, &value) == 0
        let words =
            isSet
            ? "the board's clock is set; if it has a battery clock, hwclock --systohc sets that"
            : "the board's clock stays as it is (\(String(cString: strerror(errno)))); the gate counts on without it"
        try Output.write("\(words)\n".utf8)
    }
}
