/// Tells frames in which nothing has changed, so that they need not be scanned.
///
/// A frame is still when no block of it is far from the slow background, which a held code is for as long as a second or
/// two whatever its hand does, nor from the same block of the last frame that was scanned, which is what the sightings
/// at hand were read from. Comparing with the last frame alone would not do: between two frames, a dim code in a calm hand
/// changes less than noise does.
struct MotionGate {
    /// How many grey levels the mean of a block may be off. On footage noise and flicker of a still scene reached 7,
    /// the faintest code no less than 17.
    static let tolerance = Int16(10 * BlockSums.area)
    /// The background takes over 1/16 of the difference with each frame.
    static let slowness: Int16 = 4

    /// Of the frame that was looked at last.
    private(set) var blocks = BlockSums()
    private var background: [Int16] = []
    private var scanned: [Int16] = []

    /// Looks at the next frame, which is part of the background from now on.
    mutating func isStill(_ frame: Plane) -> Bool {
        let isAnotherSize = frame.width != blocks.width || frame.height != blocks.height
        blocks.measure(frame)
        guard !isAnotherSize else {
            background = blocks.sums
            scanned = blocks.sums
            return false
        }
        return blocks.sums.withUnsafeBufferPointer { sums in
            background.withUnsafeMutableBufferPointer { background in
                scanned.withUnsafeBufferPointer { scanned in
                    var most: Int16 = 0
                    for i in sums.indices {
                        let difference = sums[i] &- background[i]
                        most = max(most, abs(difference), abs(sums[i] &- scanned[i]))
                        background[i] &+= difference >> Self.slowness
                    }
                    return most <= Self.tolerance
                }
            }
        }
    }

    /// The frame that was looked at last is scanned.
    mutating func noteScan() {
        scanned.withUnsafeMutableBufferPointer { scanned in
            blocks.sums.withUnsafeBufferPointer { sums in
                for i in sums.indices { scanned[i] = sums[i] }
            }
        }
    }
}
