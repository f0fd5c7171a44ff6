import CProcessShim
import Glibc
import ReaderLink
import Vocabulary

/// A reader that does what no reader of ours does, in the named manner. Gives its exit code.
func misbehave(_ manner: String) -> CInt {
    let link = ReaderProcess.childLink
    func send(_ packet: [UInt8], descriptors: [CInt] = []) {
        _ = link_send(link, packet, packet.count, descriptors, CInt(descriptors.count))
    }
    func send(_ report: ReaderReport) {
        var packet: [UInt8] = []
        report.encode(into: &packet)
        send(packet)
    }
    switch manner {
    case "garbage": send((0..<200).map { UInt8(truncatingIfNeeded: $0 &* 73 &+ 41) })
    case "empty": send([])
    case "oversized": send([UInt8](repeating: 2, count: ReaderReport.maximumLength + 1))
    case "descriptor":
        send(
            [4] + [UInt8](repeating: 0, count: 40),
            descriptors: [memory_of_fixed_size("sent by \(getpid())", 16)])
    case "ahead":
        send(.ready(Confinement(isFiltered: true, landlock: 0)))
        for sequence in 0..<2 as Range<UInt64> {
            // Whoever waits for it lets it go on.
            raise(SIGSTOP)
            let time = MonotonicTime(nanoseconds: .max)
            send(.sightings(FrameSightings(sequence: sequence, captured: time, sightings: [])))
        }
    case "silent": send(.ready(Confinement(isFiltered: true, landlock: 0)))
    case "unwalled": send(.ready(Confinement(isFiltered: false, landlock: 0)))
    case "refused":
        send(.refused("as a test asked"))
        return EX_NOPERM
    case "closes": close(link)
    case "inherited": return CInt(openDescriptors())
    case "exits": return 3
    default: return EX_USAGE
    }
    // Until the controller ends it or goes away; one that has closed its link waits for the end only.
    var wanted = pollfd(fd: manner == "closes" ? -1 : link, events: 0, revents: 0)
    while poll(&wanted, 1, -1) <= 0 {}
    return EX_OK
}

private func openDescriptors() -> Int {
    (0..<1024).count { fcntl($0, F_GETFD) >= 0 }
}
