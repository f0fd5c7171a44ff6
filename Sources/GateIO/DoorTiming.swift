import Vocabulary

/// The times of a door and of those who open it by hand. The least values are those that IEC 60839-11-1 asks every access
/// point to be capable of.
public struct DoorTiming: Hashable, Sendable {
    /// At least 3 s to pass a released door (IEC 60839-11-1, release time).
    public static let releaseBounds: ClosedRange<Duration> = .seconds(3) ... .seconds(60)
    /// At least 10 s before an open door is one that is held open (IEC 60839-11-1, open time).
    public static let openBounds: ClosedRange<Duration> = .seconds(10) ... .seconds(600)
    public static let referralBounds: ClosedRange<Duration> = .seconds(5) ... .seconds(300)
    public static let holdBounds: ClosedRange<Duration> = .seconds(1) ... .seconds(10)

    /// How long after a release the door may be opened, where the lock's pulse is shorter.
    public var release: Duration = .seconds(3)
    /// How long the door may stand open.
    public var open: Duration = .seconds(10)
    /// How long an officer may still let the person in who was referred: long enough to look at a document, too short for the
    /// next person to profit from it.
    public var referral: Duration = .seconds(30)
    /// From when a press of the officer's button is a long one.
    public var hold: Duration = .seconds(2)
    /// How long an input must stand still to count.
    public var settle: Duration = GateInputs.standardSettle
    /// Whether the lock is shut again as soon as the door was opened, instead of when its pulse ends.
    public var relocksOnOpening = false

    public init() {}
}
