import CGPIOShim

/// What can be known of a line without moving it.
public struct LineFinding: Hashable, Sendable {
    /// Who has requested it, as gpioinfo shows it; nil: it is free.
    public let holder: String?
    public let isOutput: Bool
    /// Whether it is active; nil where it is held, or its chip cannot tell.
    public let isActive: Bool?

    /// As it was found elsewhere.
    public init(holder: String?, isOutput: Bool, isActive: Bool?) {
        (self.holder, self.isOutput, self.isActive) = (holder, isOutput, isActive)
    }

    /// Looks for the line of a role. Throws what is in the way of using it; that it is held is not among it.
    public init(_ role: LineRole, at address: LineAddress, isActiveLow: Bool) throws(LineFault) {
        var wish = gpio_wish()
        wish.active_low = isActiveLow
        var finding = gpio_finding()
        let code = address.ask(wish, consumer: "diagnose") { gpio_line_find(&$0, &finding) }
        guard code == 0 else { throw LineFault(LineError(requesting: code), role: role, at: address) }
        let name = withUnsafeBytes(of: finding.consumer) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        holder = finding.is_held ? name.isEmpty ? "the kernel" : name : nil
        isOutput = finding.is_output
        isActive = finding.level_error == 0 ? finding.level : nil
    }
}
