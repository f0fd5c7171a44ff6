/// A line that is listened to, and how.
public struct InputLine: Hashable, Sendable {
    public var address: LineAddress
    /// Whether a low level is the active one, as with a button to ground.
    public var isActiveLow: Bool
    public var bias: LineBias

    public init(address: LineAddress, isActiveLow: Bool = false, bias: LineBias = .asIs) {
        self.address = address
        self.isActiveLow = isActiveLow
        self.bias = bias
    }
}

extension InputRole {
    /// The resistor that decides how a line nobody is connected to reads: a button as not pressed, so that a cut wire opens
    /// no door; a contact as active, so that a cut wire is noticed.
    public func safeBias(isActiveLow: Bool) -> LineBias {
        switch self {
        case .exit, .officer: isActiveLow ? .pullUp : .pullDown
        case .door, .tamper: isActiveLow ? .pullDown : .pullUp
        }
    }
}
