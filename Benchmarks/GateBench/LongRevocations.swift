import Credentials
import Foundation
import Vocabulary

/// What a long list of withdrawn passes costs a gate.
struct LongRevocations {
    private static let lookups = 100_000

    func measure() throws {
        print("Withdrawn passes: until READY, and the controller's memory (VmHWM).")
        let camera = "source = \"v4l2:by-id/none\""
        try report("none", BenchStation(camera: camera))
        var short = try BenchStation(camera: camera)
        try list(1_000_000, at: short.path("trust/revoked.txt"))
        try report("1 million in revoked.txt", short)
        for millions in [1, 10] {
            short = try BenchStation(camera: camera)
            try list(millions * 1_000_000, at: short.path("list"))
            _ = try RevocationList.revoke(listedIn: short.path("list"), in: short.path("trust"))
            try report("\(millions) million in revoked.passes", short)
            try lookUp(short)
        }
    }

    private func report(_ name: String, _ station: BenchStation) throws {
        let run = try station.start()
        let controller = try ProcessFigures.megabytes(of: run.process.processIdentifier)
        run.end()
        print(String(format: "  %@: ready after %.0f ms, %.1f MB", name, run.ready.inMilliseconds, controller))
    }

    /// Looks up passes that are not on the list, which is the longest way.
    private func lookUp(_ station: BenchStation) throws {
        let trust = try TrustStore(folder: station.path("trust"))
        let passes = (0..<Self.lookups).map { _ in SitePass.newIdentifier() }
        let begin = MonotonicTime.now
        let found = passes.count(where: trust.isRevoked)
        let each = (MonotonicTime.now - begin).inMilliseconds * 1000 / Double(Self.lookups)
        print(String(format: "  a look-up: %.2f us (at most 10), %d found", each, found))
    }

    /// Writes a list of different ids in no order.
    private func list(_ count: Int, at path: String) throws {
        guard let file = fopen(path, "w") else { throw BenchFault(description: "\(path) cannot be written") }
        defer { fclose(file) }
        var state: UInt64 = 1
        for index in 0..<count {
            // Knuth's multiplier (MMIX): the ids only have to lie everywhere.
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let high = String(state, radix: 16)
            let low = String(UInt64(index), radix: 16)
            let digits = String(repeating: "0", count: 16 - high.count) + high
            fputs(digits + String(repeating: "0", count: 16 - low.count) + low + "\n", file)
        }
    }
}
