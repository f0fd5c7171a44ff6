import Foundation
import Testing

@testable import Simulation

@Suite struct SimulationTests {
    @Test(
        "some days of virtual time: all that must hold holds, and everything that may happen happened", arguments: [3])
    func days(seed: UInt64) throws {
        let folder = try TemporaryFolder()
        let lived = try Simulation.live(12, seed: seed, in: folder.path)
        let figures = lived.figures
        #expect(
            figures.admitted > 500 && figures.full > 0 && figures.passback > 0 && figures.lockFailures > 0
                && figures.alreadyUsed > 0)
        #expect(figures.letInByOfficer > 0 && figures.tailgaters > 0 && figures.leftUnseen > 0)
        #expect(figures.powerCuts > 0 && figures.clockJumps > 0 && figures.peak >= SimulatedStation.capacity)
    }

    @Test("the same seed lets the same things happen")
    func seeds() throws {
        let lives = try (0..<2).map { _ in
            let folder = try TemporaryFolder()
            return try Simulation.live(1, seed: 3, in: folder.path)
        }
        #expect(lives[0].figures == lives[1].figures && lives[0].station.rows == lives[1].station.rows)
    }
}
