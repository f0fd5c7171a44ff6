import Foundation
import Vocabulary

/// How soon a gate is ready whose ledger has a million rows.
struct FullLedger {
    private static let rows = 1_000_000

    func measure() throws {
        print("A ledger of \(Self.rows) rows.")
        let station = try BenchStation(camera: "source = \"v4l2:by-id/none\"")
        // It makes its ledger.
        try station.start().end()
        try LongLedger(in: URL(fileURLWithPath: station.path("state"))).grow(by: Self.rows)
        let file = station.path("state/ledger.sqlite")
        let size = try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int ?? 0
        for (name, isCold) in [("file not in memory", true), ("again", false)] {
            if isCold { forget(file) }
            let run = try station.start()
            let controller = try ProcessFigures.megabytes(of: run.process.processIdentifier)
            run.end()
            print(
                String(
                    format:
                        "  from start to READY, %@: %.0f ms (at most 300), controller %.1f MB resident, ledger %d MB",
                    name, run.ready.inMilliseconds, controller, size >> 20))
        }
    }

    /// Takes a file out of the kernel's memory, as after a boot.
    private func forget(_ file: String) {
        let descriptor = open(file, O_RDONLY)
        fsync(descriptor)
        posix_fadvise(descriptor, 0, 0, Int32(POSIX_FADV_DONTNEED))
        close(descriptor)
    }
}
