import CodeFinding

/// Tells frames in which nothing has changed, so that they need not be scanned.
///
/// A frame is still when no block of it is far from the slow background, nor from the same block of the frame that was
/// scanned last, from which the sightings at hand are. The background catches small moves: whoever shows a code is far
/// from it for a second or two, however calm the hand, while from one frame to the next a faint code changes less than
/// noise does. The scanned frame catches what creeps and takes the background along.
struct MotionGate {
    /// How far the mean of a block may be off: 10 grey levels. On footage of a gate, noise and flicker of a still scene
    /// reached 7; the faintest code never stayed below 17.
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
                    // Neither can overflow: a sum is no more than 64 times 255.
                    var (least, most): (Int16, Int16) = (0, 0)
                    for i in sums.indices {
                        let difference = sums[i] &- background[i]
                        let since = sums[i] &- scanned[i]
                        least = min(least, min(difference, since))
                        most = max(most, max(difference, since))
                        background[i] &+= difference &>> Self.slowness
                    }
                    return most <= Self.tolerance && least >= -Self.tolerance
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
