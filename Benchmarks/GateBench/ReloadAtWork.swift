import Control
import Foundation
import QRDrawing
import Station
import Synchronization
import Vocabulary

/// Whether a gate that reads its settings anew each second misses a frame: a real reader at 30 frames a second, and half a
/// million withdrawn passes to read each time.
final class ReloadAtWork: StationObserver {
    private static let seconds = 20

    private var figures: [(frames: UInt64, at: MonotonicTime)] = []
    private var decisions: [Duration] = []

    func measure() throws {
        print("Settings read anew while 30 frames a second are looked at, for \(Self.seconds) seconds.")
        let station = try BenchStation(camera: "source = \"replay:frames\"")
        try draw(station)
        let passes = (0..<500_000).map { String(format: "%032x\n", $0 * 7919) }
        try station.write(passes.joined(), to: "trust/revoked.txt")
        let configuration = try Station.Configuration(file: station.path("config.toml"))
        let reloads = Reloads(at: configuration.controlSocket)
        try Controller(
            configuration: configuration, journal: .silent, observers: [self],
            readerExecutable: BenchStation.program.path
        ).run()
        guard let first = figures.first, let last = figures.last else {
            throw BenchFault(description: "the reader told no figures")
        }
        let due = (last.at - first.at).inMilliseconds * 30 / 1000
        let slowest = decisions.map(\.inMilliseconds).max() ?? .nan
        print(
            String(
                format: "  %d reloads; frames %d of %.1f due; %d of %d people answered, the slowest in %.1f ms",
                reloads.end(), last.frames - first.frames, due, decisions.count, Self.seconds, slowest))
    }

    func note(_ event: StationEvent) {
        switch event {
        case .figures(_, let told): if told.frames > 0 { figures.append((told.frames, .now)) }
        case .decided(let decision): decisions.append(decision.answered - decision.received)
        default: break
        }
    }

    /// A picture a second, each with another pass.
    private func draw(_ station: BenchStation) throws {
        try FileManager.default.createDirectory(atPath: station.path("frames"), withIntermediateDirectories: true)
        for second in 0..<Self.seconds {
            let code = try QRCode(Array(try station.pass().utf8)).raster(modulePixels: 5)
            var frame = Raster(width: 1280, height: 720, filledWith: 96)
            let (left, top) = ((frame.width - code.width) / 2, (frame.height - code.height) / 2)
            for row in 0..<code.height {
                let start = (top + row) * frame.width + left
                frame.pixels.replaceSubrange(
                    start..<start + code.width, with: code.pixels[row * code.width..<(row + 1) * code.width])
            }
            try Data(frame.png()).write(to: URL(fileURLWithPath: station.path("frames/\(100 + second).png")))
        }
    }
}

/// Asks a station each second to read its settings anew.
private final class Reloads: Sendable {
    private let path: String
    private let count = Atomic(0)

    init(at path: String) {
        self.path = path
        Thread { [self] in ask() }.start()
    }

    /// How many were granted.
    func end() -> Int { count.load(ordering: .relaxed) }

    private func ask() {
        var client: ControlClient?
        while client == nil {
            client = try? ControlClient(path: path)
            poll(nil, 0, 50)
        }
        while let client, (try? client.ask(.reload, for: Done.self)) != nil {
            count.add(1, ordering: .relaxed)
            poll(nil, 0, 1000)
        }
    }
}
