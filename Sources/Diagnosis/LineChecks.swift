import GateIO

/// Each line of a gate: found, free or held by whom, and how it stands. Nothing is moved.
public struct LineChecks {
    let outputs: [OutputRole: OutputLine]
    let inputs: [InputRole: InputLine]
    /// The gate whose station holds its lines now; nil: nobody should.
    let holder: String?

    public init(outputs: [OutputRole: OutputLine], inputs: [InputRole: InputLine], heldFor holder: String?) {
        (self.outputs, self.inputs, self.holder) = (outputs, inputs, holder)
    }

    public var all: [Check] {
        OutputRole.allCases.compactMap { role in
            outputs[role].map { check(.output(role), at: $0.address, isActiveLow: $0.isActiveLow) }
        }
            + InputRole.allCases.compactMap { role in
                inputs[role].map { check(.input(role), at: $0.address, isActiveLow: $0.isActiveLow) }
            }
    }

    private func check(_ role: LineRole, at address: LineAddress, isActiveLow: Bool) -> Check {
        do throws(LineFault) {
            return check(role, at: address, try LineFinding(role, at: address, isActiveLow: isActiveLow))
        } catch {
            let mend =
                switch error.kind {
                case .missing:
                    "gpiodetect; gpioinfo shows what there is: correct it in [lines] or [inputs], then scan-appliance reload"
                default: "run it as root, or see the check of the chip's permissions"
                }
            return .fault(.line, of: role.name, error.what, mend: mend)
        }
    }

    /// What is found of a line that is there.
    func check(_ role: LineRole, at address: LineAddress, _ finding: LineFinding) -> Check {
        let (name, place) = (role.name, "line \(address.line) of \(address.chip)")
        if let other = finding.holder {
            // The kernel keeps 31 bytes of a consumer's name.
            if let holder, other.hasSuffix(": \(role.name)"), holder.hasPrefix(other.dropLast(2 + role.name.count)) {
                return .ok(.line, of: name, "\(place), held by this station")
            }
            return .fault(
                .line, of: name, "\(place) is held by \(other.debugDescription)",
                mend: "stop that program (gpioinfo and fuser -v /dev/gpiochip* show which), or choose another line")
        }
        guard holder == nil else {
            return .fault(
                .line, of: name, "\(place) is free, and the station should hold it",
                mend: "journalctl -u scan-appliance -n 30")
        }
        let level = finding.isActive.map { $0 ? "active" : "at rest" } ?? "of unknown level"
        guard role == .output(.lock), finding.isActive == true else {
            return .ok(.line, of: name, "\(place), free, \(level)")
        }
        return .warning(
            .line, of: name, "\(place) is free and active: without the gate the lock would be released",
            mend: "fit the pull-down at the relay (INSTALL.md, wiring), or correct active_low")
    }
}
