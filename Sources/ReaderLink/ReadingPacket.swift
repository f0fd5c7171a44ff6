import Vocabulary

// How attempts, plans and parts of frames travel.

extension WireWriter {
    mutating func write(_ kind: AttemptKind) { write(UInt8(AttemptKind.allCases.firstIndex(of: kind)!)) }

    mutating func write(_ kinds: some Collection<AttemptKind>) {
        write(UInt8(kinds.count))
        for kind in kinds { write(kind) }
    }
}

extension WireReader {
    mutating func readKind() throws(WireFault) -> AttemptKind {
        AttemptKind.allCases[try read(UInt8.self, in: 0...AttemptKind.allCases.count - 1)]
    }

    mutating func readKinds(limit: Int = AttemptKind.allCases.count) throws(WireFault) -> [AttemptKind] {
        var kinds: [AttemptKind] = []
        for _ in 0..<(try read(UInt8.self, in: 0...limit)) { kinds.append(try readKind()) }
        return kinds
    }
}

extension ReadingPlan {
    func write(to writer: inout WireWriter) {
        writer.write(attempts.prefix(AttemptKind.allCases.count))
        writer.write(UInt16(clamping: budget))
        writer.write(UInt16(clamping: saving))
        writer.write(skipsStillFrames)
    }

    init(from reader: inout WireReader) throws(WireFault) {
        self.init(
            attempts: try reader.readKinds(), budget: try reader.read(UInt16.self, in: Self.budgetBounds),
            saving: try reader.read(UInt16.self, in: 0...Self.budgetBounds.upperBound),
            skipsStillFrames: try reader.readBool())
    }
}

extension FrameArea {
    func write(to writer: inout WireWriter) {
        writer.write(left)
        writer.write(top)
        writer.write(width)
        writer.write(height)
    }

    init(from reader: inout WireReader) throws(WireFault) {
        self.init(left: 0, top: 0, width: 0, height: 0)
        left = try reader.read(UInt16.self)
        top = try reader.read(UInt16.self)
        width = try reader.read(UInt16.self)
        height = try reader.read(UInt16.self)
    }
}

extension FrameScan {
    func write(to writer: inout WireWriter) {
        frame.write(to: &writer)
        writer.write(readers.prefix(frame.sightings.count))
        writer.write(attempts.prefix(AttemptKind.allCases.count))
        writer.write(cpuMicroseconds)
    }

    init(from reader: inout WireReader) throws(WireFault) {
        frame = try FrameSightings(from: &reader)
        readers = try reader.readKinds(limit: FrameSightings.capacity)
        guard readers.count == frame.sightings.count else { throw WireFault(what: "a code without its attempt") }
        attempts = try reader.readKinds()
        cpuMicroseconds = try reader.read(UInt32.self)
    }
}
