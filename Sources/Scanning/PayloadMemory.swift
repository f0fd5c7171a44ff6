import Glibc
import Vocabulary

/// The payloads in view, so that the same code seen again gets the same bytes without a new copy of them.
struct PayloadMemory {
    /// More than these are copied anew; it is as many as are told of one frame.
    static let capacity = 64
    /// Frames without any code after which nothing is remembered.
    static let patience = 30

    private var payloads: [Payload] = []
    private var emptyFrames = 0

    init() { payloads.reserveCapacity(Self.capacity) }

    /// The payload of these bytes.
    mutating func payload(_ bytes: UnsafeRawBufferPointer) -> Payload {
        for index in payloads.indices where payloads[index].holds(bytes) { return payloads[index] }
        let payload = Payload(bytes)
        if payloads.count == Self.capacity { payloads.removeFirst() }
        payloads.append(payload)
        return payload
    }

    /// A frame is over and showed `sightings`.
    mutating func frameEnded(_ sightings: [Sighting]) {
        emptyFrames = sightings.isEmpty ? emptyFrames + 1 : 0
        if emptyFrames >= Self.patience { payloads.removeAll(keepingCapacity: true) }
    }
}

extension Payload {
    fileprivate func holds(_ other: UnsafeRawBufferPointer) -> Bool {
        guard isCut == (other.count > Self.maximumLength), isCut || bytes.count == other.count else { return false }
        return bytes.withUnsafeBytes { mine in
            mine.count == 0 || memcmp(mine.baseAddress!, other.baseAddress!, mine.count) == 0
        }
    }
}
