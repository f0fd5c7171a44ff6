import Control
import Credentials
import Ledger
import Vocabulary

/// New keys, revocations, bundles and configuration, taken whole while the gates serve, or not at all.
extension Controller {
    /// Whoever waits to hear whether the new settings are in force.
    typealias ReloadWaiter = (Result<Void, SettingsFault>) -> Void

    /// How often it is looked whether a bundle was put in place.
    private static let lookInterval = Duration.seconds(2)

    /// Asks for the settings to be read anew; `waiter` hears what came of it.
    func askForReload(_ waiter: ReloadWaiter? = nil) {
        reload.plan.ask()
        if let waiter { reload.waiters.append(waiter) }
    }

    /// Begins to read where that is due, and takes what was read.
    func tickReload(at now: MonotonicTime) {
        if now >= reload.lookDue {
            reload.lookDue = now + Self.lookInterval
            if isBundleWaiting { askForReload() }
        }
        if let outcome = reload.reading?.result() {
            reload.reading = nil
            reload.plan.end()
            let waiters = reload.heard
            reload.heard = []
            let result = take(outcome, at: now)
            manager?.reloaded()
            for waiter in waiters { waiter(result) }
        }
        guard reload.plan.begin(at: now) else { return }
        manager?.reloading(at: now)
        reloadTokens(at: now)
        reload.heard = reload.waiters
        reload.waiters = []
        reload.reading = SettingsReading(file: configuration.file)
        if reload.reading == nil { reload.plan.end() }
    }

    /// Whether a bundle that may count is newer than the one in force. The root of trust may have been set meanwhile.
    private var isBundleWaiting: Bool {
        guard settings.root != nil || RootOfTrust.isSet(beside: configuration.file),
            let newest = siteStore.versions.last
        else { return false }
        return newest > settings.bundle ?? 0
    }

    /// A bundle that cannot be taken goes, and that is written down.
    func noteRefused(_ outcome: SettingsReading.Outcome, at now: MonotonicTime) {
        guard let (bundle, fault) = outcome.refused else { return }
        siteStore.refuse(bundle, because: "\(fault)")
        record.incident(
            .bundleRejected, detail: "version \(bundle): \(fault.line); the settings stay as they were", at: now)
    }

    /// A bundle that is in force for the first time is written down, and so is the root of trust.
    func noteTaken(at now: MonotonicTime) {
        do throws(SystemError) {
            try settings.root?.note(in: siteStore)
            guard let bundle = settings.bundle, try siteStore.taken() ?? 0 < bundle else { return }
            record.bundleApplied(version: bundle, at: now)
            try siteStore.take(bundle)
        } catch {
            record.incident(.bundleRejected, detail: "\(siteStore.folder) cannot be written: \(error.words)", at: now)
        }
    }

    private func take(_ outcome: SettingsReading.Outcome, at now: MonotonicTime) -> Result<Void, SettingsFault> {
        noteRefused(outcome, at: now)
        var result = outcome.settings
        if case .success(let new) = result {
            do {
                _ = try settings.taken.following(
                    new.trust, from: new.configuration.trustFolder, keptIn: configuration.stateFolder)
                if let fault = new.configuration.faultOfReplacing(configuration) { throw fault }
                // On the disk before it counts.
                try new.taken.save(in: configuration.stateFolder)
            } catch let error as SystemError {
                let what = "the state folder cannot be written: \(error.words)"
                result = .failure(
                    SettingsFault(.trustUnreadable, [.init(path: configuration.stateFolder, line: nil, what: what)]))
            } catch {
                result = .failure(SettingsFault(error))
            }
        }
        switch result {
        case .success(let new):
            reload.rejected = nil
            adopt(new, at: now)
            noteTaken(at: now)
            signers.look(at: now)
            journal.write(.notice, "configuration, keys and revocations were read anew", as: .trustReloaded)
            return .success(())
        case .failure(let fault):
            // Once per cause, however often somebody asks.
            if fault != reload.rejected {
                record.incident(fault.incident, detail: "\(fault.line); the old settings stay in force", at: now)
            }
            reload.rejected = fault
            return .failure(fault)
        }
    }

    /// Puts other settings in force, in this turn of the loop. Only what changed is touched: a gate's lines where its lines are
    /// others, its reader where its camera is another.
    private func adopt(_ new: StationSettings, at now: MonotonicTime) {
        let old = configuration
        settings = new
        judge.adopt(new)
        if new.configuration.clock != old.clock { record.clock.adopt(new.configuration.clock) }
        if new.configuration.controlGroups != old.controlGroups { replaceControlRoles() }
        let wanted = new.configuration.gates
        for gate in gates {
            guard let next = wanted.first(where: { $0.name == gate.configuration.name }) else {
                gate.end()
                continue
            }
            // Before any line is requested: gates may have exchanged theirs.
            gate.letGo(before: next, as: new.configuration.prefix(of: next))
        }
        gates = wanted.map { next in
            guard let gate = gates.first(where: { $0.configuration.name == next.name }) else {
                return makeGate(next, at: now)
            }
            gate.adopt(next, as: new.configuration.prefix(of: next), at: now)
            return gate
        }
    }
}

/// What a controller knows of reading its settings anew.
struct ReloadState {
    var plan = ReloadPlan()
    /// The one that goes on.
    var reading: SettingsReading?
    /// Who asked after it began.
    var waiters: [Controller.ReloadWaiter] = []
    /// Who hears of the one that goes on.
    var heard: [Controller.ReloadWaiter] = []
    /// What was told last of settings that could not be taken.
    var rejected: SettingsFault?
    var lookDue = MonotonicTime(nanoseconds: 0)
}

extension Configuration {
    /// The gate's name where several gates share a simulated board's file.
    func prefix(of gate: GateConfiguration) -> String? { gates.count == 1 ? nil : gate.name }

    /// What of this cannot take the place of `old` while the station runs; nil where all can.
    func faultOfReplacing(_ old: Configuration) -> SettingsFault? {
        let fixed: [(key: String, isSame: Bool)] = [
            ("station", station == old.station), ("state_dir", stateFolder == old.stateFolder),
            ("run_dir", runFolder == old.runFolder), ("board", board == old.board),
        ]
        let changed = fixed.filter { !$0.isSame }
        guard !changed.isEmpty else { return nil }
        return SettingsFault(
            .configurationRejected,
            changed.map {
                .init(
                    path: file, line: nil,
                    what: "\($0.key): cannot change while the station runs: restart it, or put the old value back")
            })
    }
}

extension SettingsFault {
    /// All on one line, for the journal.
    var line: String { items.map(\.description).joined(separator: "; ") }
}
