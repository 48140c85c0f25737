package detectors

import "math"

// luck is the chance of k or more passes among n values that are of some other
// kind, each of which passes with probability p: the upper tail of the
// binomial distribution, to nine digits up to n = 10^6, and to two at 10^12.
func luck(n, k int64, p float64) float64 {
	switch {
	case k <= 0 || p >= 1:
		return 1
	case k > n || p <= 0:
		return 0
	case float64(k) <= float64(n)*p:
		// Not above what is expected: a half and more, which is all that anybody
		// asks; and summing from here would take long.
		return 1
	}
	// The first term of the tail, and then each from the one before: they fall
	// faster than geometrically.
	log := logChoose(n, k) + float64(k)*math.Log(p) + float64(n-k)*math.Log1p(-p)
	term := math.Exp(log)
	sum := term
	odds := p / (1 - p)
	for i := k; i < n && term > sum*1e-12; i++ {
		term *= float64(n-i) / float64(i+1) * odds
		sum += term
	}
	return min(sum, 1)
}

// misfortune is the chance of k or fewer passes among n values, each of which
// passes with probability p: the lower tail.
func misfortune(n, k int64, p float64) float64 { return luck(n, n-k, 1-p) }

func logChoose(n, k int64) float64 {
	a, _ := math.Lgamma(float64(n + 1))
	b, _ := math.Lgamma(float64(k + 1))
	c, _ := math.Lgamma(float64(n - k + 1))
	return a - b - c
}
