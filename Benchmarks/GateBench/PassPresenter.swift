import Glibc
import ReaderLink
import Vocabulary

/// Plays a reader: takes the order to look at a file of passes, shows each to the gate 20 ms after the one before, and ends.
func presentPasses() -> CInt {
    var link = PacketLink(
        taking: ReaderProcess.childLink, lengthLimit: ReaderOrder.maximumLength, descriptorLimit: 1)
    var packet: [UInt8] = []
    func tell(_ report: ReaderReport) {
        report.encode(into: &packet)
        try? link.send(packet)
    }
    func wait(_ milliseconds: CInt) {
        var polled = pollfd(fd: link.descriptor, events: Int16(POLLIN), revents: 0)
        poll(&polled, 1, milliseconds)
    }
    tell(.ready(Confinement(isFiltered: true, landlock: 0)))
    while true {
        wait(-1)
        // Orders without a descriptor say how to read, which is nothing to it.
        do { if try link.receive() != nil, !link.descriptors.isEmpty { break } } catch { return EX_SOFTWARE }
    }
    guard let file = link.descriptors.first, let passes = fdopen(file, "r") else { return EX_SOFTWARE }
    tell(.camera(.streaming(width: 1280, height: 720, note: "")))
    var line = [CChar](repeating: 0, count: 512)
    var sequence: UInt64 = 0
    while fgets(&line, CInt(line.count), passes) != nil {
        let text = line.prefix { $0 != 0 && $0 != 10 }.map(UInt8.init(bitPattern:))
        let outline = Quad(
            topLeft: Point(x: 500, y: 200), topRight: Point(x: 700, y: 200), bottomRight: Point(x: 700, y: 400),
            bottomLeft: Point(x: 500, y: 400))
        let sightings = [Sighting(payload: Payload(text), outline: outline)]
        // A presentation takes two frames: the first a nanosecond before the one from whose sending is measured.
        let now = MonotonicTime.now
        for captured in [now + .nanoseconds(-1), now] {
            sequence += 1
            tell(.sightings(FrameSightings(sequence: sequence, captured: captured, sightings: sightings)))
        }
        wait(20)
    }
    tell(.camera(.ended))
    wait(-1)
    return 0
}
