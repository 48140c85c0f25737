package detectors

import "tuomin/scanners/columns"

// Face vector, 人脸特征: what a face is compared by, a list of some hundred
// numbers of equal length in every row.
//
//	[-0.031, 0.118, …]  128, 256 or 512 of them, small, and none whole
//
// The name of the column says so, or a list of just such a length: other
// embeddings have it too, of texts and goods, and where nobody named them a face
// is what would hurt. Lists of which the length varies, and of other numbers,
// object to any name.
//
// Source: identifiers.md §0.6, §11; requirements.md §1, row 35.
var _ = register(detector{
	Info: Info{Name: "face_vector", Title: "Face vector", TitleZH: "人脸特征向量", Level: "L4", Sensitive: Sensitive{Policy: true, Law: true}},
	rule: rule{objects: noVector, column: faceColumn},
	words: `face_feature face_features face_vector face_vec face_embedding face_emb face_encoding face_descriptor facial_feature facial_vector feature_vector_face
		faceid_vector face_template rltz renlian renliantezheng rlxl
		人脸 人脸特征 人脸特征值 人脸特征向量 人脸向量 面部特征 人脸模板 面部识别特征`,
	whole: component,
})

// component judges one number of a vector.
func component(_ *knowledge, b []byte) Grade {
	if len(b) > 28 {
		return 0
	}
	digits := 0
	for i, c := range b {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c == '.', c == '-', c == '+', c|0x20 == 'e' && i > 0:
		default:
			return 0
		}
	}
	if digits == 0 {
		return 0
	}
	return Shaped
}

// The length of vectors.
const (
	// leastVector: not lower, lists of a dozen measurements are common; not
	// higher, 64 is the smallest that anybody compares faces with.
	leastVector = 64
	mostVector  = 4096
)

// vector is the length of all lists of the column, 0 where they differ or are
// of no vector's length, or the numbers are not fractions.
func (j *judge) vector() int64 {
	t := j.t
	if t.col.Type.Kind != columns.Float || t.col.MaxRep != 1 || t.lists == 0 {
		return 0
	}
	n := (t.values + t.nulls) / t.lists
	if n*t.lists != t.values+t.nulls || n < leastVector || n > mostVector {
		return 0
	}
	return n
}

// noVector objects to a name: the column is no list of that kind. Whole bytes
// and texts may hold a vector, which nobody can tell but the name.
func noVector(j *judge, _ *classCounts) bool {
	switch j.t.col.Type.Kind {
	case columns.Binary, columns.Text:
		return !j.t.col.Repeated()
	}
	return j.vector() == 0
}

// faceColumn takes vectors for faces of which the name says nothing else. Such
// lengths are multiples of 32.
func faceColumn(j *judge, c *classCounts) bool {
	return j.vector()%32 == 0 && j.vector() > 0 && share(j.digits, j.d) < namedShare && !j.name.Serial && !j.name.Measure && len(j.name.classes) == 0
}
