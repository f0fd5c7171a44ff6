import Admission
import Credentials
import Foundation
import Ledger
import Vocabulary

/// How soon a gate is ready whose ledger has a million rows.
struct FullLedger {
    private static let rows = 1_000_000

    func measure() throws {
        print("A ledger of \(Self.rows) rows; it takes a minute or two to write them.")
        let station = try BenchStation(camera: "source = \"v4l2:by-id/none\"")
        try fill(station)
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

    /// Writes the rows one by one, as a gate does, where nothing waits for a disk, and brings the ledger to its place.
    private func fill(_ station: BenchStation) throws {
        let folder = "/dev/shm/gate-bench-\(getpid())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        // Over the year before now, none so old that it goes.
        let begin = WallTime.now - .seconds(365 * 86400)
        let step = Duration.seconds(365 * 86400) / Self.rows
        let ledger = try Ledger(
            folder: folder, key: LedgerKey(loadingOrCreatingAt: LedgerKey.file(in: folder)), station: "bench",
            boot: "bench", monotonic: .now, time: begin, clock: .trusted)
        let trust = try TrustStore(folder: station.path("trust"))
        let credential = try trust.examine(Payload(Array(try station.pass().utf8))).outcome.get()
        var entry = LedgerEntry(kind: .decision, gate: "main", monotonic: .now, time: begin, clock: .trusted)
        entry.credential = ledger.hash(of: credential)
        entry.holderClass = credential.holderClass
        entry.format = .sitePass
        (entry.verdict, entry.reason, entry.lock) = (.admit, .ok, .opened)
        entry.policyVersion = trust.fingerprint
        for row in 0..<Self.rows {
            entry.time = begin + step * row
            try ledger.append(entry)
            if row.isMultiple(of: 500) { try ledger.maintain() }
        }
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            try FileManager.default.copyItem(atPath: "\(folder)/\(name)", toPath: station.path("state/\(name)"))
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
