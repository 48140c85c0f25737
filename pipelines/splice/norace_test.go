//go:build !race

package splice

// raceDetector makes sync.Pool forget things at random, so that allocations
// cannot be counted.
const raceDetector = false
