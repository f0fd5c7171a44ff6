import Camera
import Glibc
import Scanning
import Vocabulary

/// The two scanners that `scan` can show.
enum ScanBench {
    case gate(Scanner)
    case plain(PlainScanner)

    init(plain: Bool) { self = plain ? .plain(PlainScanner()) : .gate(Scanner()) }

    /// Scans one frame and counts the CPU time of all threads that it took.
    func scan(
        _ frame: Frame, source: String, number: Int, judge: (Payload) -> ExaminedCode?
    ) -> ScanLine {
        let start = Self.cpuMicroseconds
        let report: ScanReport
        let sightings: [Sighting]
        switch self {
        case .gate(let scanner):
            report = scanner.scan(frame)
            sightings = scanner.sightings
        case .plain(let scanner):
            report = scanner.scan(frame)
            sightings = scanner.sightings
        }
        let spent = Self.cpuMicroseconds - start
        return ScanLine(
            source: source, frame: number, codes: sightings.map { ScanLine.Code($0, answer: judge($0.payload)) },
            attempts: report.attempts.map(\.rawValue), cpuMicroseconds: spent)
    }

    private static var cpuMicroseconds: Int {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return time.tv_sec * 1_000_000 + time.tv_nsec / 1000
    }
}
