import ArgumentParser
import Foundation
import Glibc
import Station
import Vocabulary

struct ClockSet: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Say what time it is, as a technician.",
        discussion: """
            Sets the board's clock where that is permitted, and tells the gate, which takes it within two seconds and writes \
            it down. A time below the floor is refused (see clock floor). Exit 0: taken; 1: refused, or no gate took it.
            """)

    @OptionGroup var station: StationOption

    @Argument(
        help: ArgumentHelp(
            "What time it is, as 2026-11-24T08:00:00+07:00; without it the board's clock is right.", valueName: "T"))
    var time: WallTime?

    func run() throws {
        let folder = try station.stateFolder()
        // Both clocks at once: what comes after takes time.
        let (instant, board) = (BootTime.now, WallTime.now)
        let time = time ?? board
        try StandingOrder(ClockOrder(.set, time, at: instant), in: folder).give()
        try Output.write("the gate's time is \((time + (BootTime.now - instant)).rfc3339)\n".utf8)
        if self.time != nil { try Self.setSystem(time + (BootTime.now - instant)) }
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

/// An order to the gate that is at work, and what it answers.
struct StandingOrder {
    private let order: ClockOrder
    private let folder: String
    /// Five of the gate's looks.
    private static let patience = Duration.seconds(10)

    init(_ order: ClockOrder, in folder: String) {
        self.order = order
        self.folder = folder
    }

    /// Leaves the order and waits for the answer. Ends the command where it was refused or nobody answered.
    func give() throws {
        do { try order.leave(in: folder) } catch {
            throw ExitCode.inputOutput.saying(
                "\(folder): the order cannot be left there: run this as root or as the gate's own user")
        }
        let end = MonotonicTime.now + Self.patience
        while MonotonicTime.now < end {
            if let answer = ClockRecord(folder: folder)?.answer(to: order.identifier) {
                if let fault = answer.fault { throw ExitCode.found.saying("refused: \(fault)") }
                return
            }
            poll(nil, 0, 50)
        }
        ClockOrder.withdraw(from: folder)
        throw ExitCode.found.saying("no gate answered: start it (scan-appliance run) and give the order again")
    }
}
