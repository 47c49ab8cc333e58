// SPDX-License-Identifier: Apache-2.0
// What the rules rest on. `read` says how a source was read when the rules were written, in 2026.
#include <algorithm>

#include "advice/rule.hpp"

namespace hillock::advice {

namespace {

constexpr std::string_view read = "passages, tables or code read";
constexpr std::string_view abstract = "abstract read";
constexpr std::string_view quoted = "as others quote it";
constexpr std::string_view known = "textbook knowledge, checked against a summary";

}  // namespace

const std::vector<reference>& references() {
  static const std::vector<reference> list{
      {"abbas2023",
       "Abbas and others: Loss of Plasticity in Continual Deep Reinforcement Learning, CoLLAs 2023, arXiv "
       "2303.07507",
       abstract},
      {"alcaide",
       "Alcaide: E-swish, README of the authors' code, with results for swish and relu on CIFAR-10", read},
      {"andrychowicz2021",
       "Andrychowicz and others: What Matters in On-Policy Reinforcement Learning? ICLR 2021, arXiv "
       "2006.05990",
       quoted},
      {"anil2019",
       "Anil, Lucas, Grosse: Sorting out Lipschitz Function Approximation, ICML 2019, arXiv 1811.05381",
       quoted},
      {"brock2021",
       "Brock and others: High-Performance Large-Scale Image Recognition Without Normalization, ICML 2021, "
       "arXiv 2102.06171",
       quoted},
      {"cao2020",
       "Cao, Mirjalili, Raschka: CORAL, Pattern Recognition Letters 2020, arXiv 1901.07884; Shi and others: "
       "CORN, arXiv 2111.08851",
       abstract},
      {"clevert2016", "Clevert, Unterthiner, Hochreiter: ELU, ICLR 2016, arXiv 1511.07289", abstract},
      {"dubey2022",
       "Dubey, Singh, Chaudhuri: Activation Functions in Deep Learning: Survey and Benchmark, Neurocomputing "
       "2022, arXiv 2109.14545",
       abstract},
      {"efficientnet-lite", "EfficientNet-lite, README of tensorflow/tpu", read},
      {"eger2018", "Eger, Youssef, Gurevych: Is it Time to Swish? EMNLP 2018, arXiv 1901.02671", abstract},
      {"fishman2025",
       "Fishman and others: Scaling FP8 Training to Trillion-Token LLMs, ICLR 2025, arXiv 2409.12517",
       abstract},
      {"glorot2010",
       "Glorot, Bengio: Understanding the difficulty of training deep feedforward neural networks, AISTATS "
       "2010",
       "from memory; the factor is computed in a test"},
      {"goodfellow2016", "Goodfellow, Bengio, Courville: Deep Learning, MIT Press 2016, chapter 6", known},
      {"gorishniy2021",
       "Gorishniy and others: Revisiting Deep Learning Models for Tabular Data, NeurIPS 2021, arXiv "
       "2106.11959",
       read},
      {"greff2017", "Greff and others: LSTM: A Search Space Odyssey, IEEE TNNLS 2017, arXiv 1503.04069",
       abstract},
      {"he2015", "He, Zhang, Ren, Sun: Delving Deep into Rectifiers, ICCV 2015, arXiv 1502.01852",
       "from memory; the gain is computed in a test"},
      {"henderson2018",
       "Henderson and others: Deep Reinforcement Learning that Matters, AAAI 2018, arXiv 1709.06560", quoted},
      {"hendrycks2016", "Hendrycks, Gimpel: Gaussian Error Linear Units, 2016, arXiv 1606.08415", read},
      {"hillock-accuracy", "Hillock: docs/accuracy.md", read},
      {"hillock-peers",
       "Hillock: docs/performance.md, and measurements of the same libraries' costs of activations, one "
       "thread, 2026",
       read},
      {"holzmuller2024",
       "Holzmuller, Grinsztajn, Steinwart: Better by Default, NeurIPS 2024, arXiv 2407.04491", read},
      {"howard2019", "Howard and others: Searching for MobileNetV3, ICCV 2019, arXiv 1905.02244", read},
      {"hui2021",
       "Hui, Belkin: Evaluation of Neural Architectures Trained with Square Loss vs Cross-Entropy, ICLR "
       "2021, arXiv 2006.07322",
       abstract},
      {"jagtap2022",
       "Jagtap, Karniadakis: How Important Are Activation Functions in Regression and Classification? 2022, "
       "arXiv 2209.02681",
       abstract},
      {"jozefowicz2015",
       "Jozefowicz, Zaremba, Sutskever: An Empirical Exploration of Recurrent Network Architectures, ICML "
       "2015",
       quoted},
      {"keras-lstm", "Keras: documentation of LSTM and LSTMCell", read},
      {"klambauer2017",
       "Klambauer and others: Self-Normalizing Neural Networks, NeurIPS 2017, arXiv 1706.02515", read},
      {"koenker1978", "Koenker, Bassett: Regression Quantiles, Econometrica 1978",
       "from memory; the argument is elementary"},
      {"le2015",
       "Le, Jaitly, Hinton: A Simple Way to Initialize Recurrent Networks of Rectified Linear Units, 2015, "
       "arXiv 1504.00941",
       abstract},
      {"lecun1998", "LeCun, Bottou, Orr, Mueller: Efficient BackProp, 1998", "from memory"},
      {"lin2017", "Lin and others: Focal Loss for Dense Object Detection, ICCV 2017, arXiv 1708.02002",
       quoted},
      {"liu2022", "Liu and others: A ConvNet for the 2020s, CVPR 2022, arXiv 2201.03545", read},
      {"lu2019", "Lu, Shin, Su, Karniadakis: Dying ReLU and Initialization, 2019, arXiv 1903.06733", quoted},
      {"mccullagh1989", "McCullagh, Nelder: Generalized Linear Models, 1989",
       "from memory; the argument is elementary"},
      {"mirzadeh2024", "Mirzadeh and others: ReLU Strikes Back, ICLR 2024, arXiv 2310.04564", abstract},
      {"mishkin2017",
       "Mishkin, Sergievskiy, Matas: Systematic Evaluation of CNN Advances on the ImageNet, CVIU 2017, arXiv "
       "1606.02228, and its benchmark's tables",
       read},
      {"misra2020", "Misra: Mish, BMVC 2020, arXiv 1908.08681, and the README of its code", read},
      {"narang2021",
       "Narang and others: Do Transformer Modifications Transfer Across Implementations and Applications? "
       "EMNLP 2021, arXiv 2102.11972",
       read},
      {"nvidia-yolov5", "github.com/NVIDIA-AI-IOT/yolov5_gpu_optimization, README and issues/11", read},
      {"papernot2021",
       "Papernot and others: Tempered Sigmoid Activations for Deep Learning with Differential Privacy, AAAI "
       "2021, arXiv 2007.14191",
       abstract},
      {"parmar2024", "Parmar and others: Nemotron-4 15B Technical Report, 2024, arXiv 2402.16819", read},
      {"pascanu2013",
       "Pascanu, Mikolov, Bengio: On the difficulty of training Recurrent Neural Networks, ICML 2013, arXiv "
       "1211.5063",
       abstract},
      {"pennington2017",
       "Pennington, Schoenholz, Ganguli: Resurrecting the sigmoid in deep learning, NeurIPS 2017, arXiv "
       "1711.04735",
       quoted},
      {"picard2021", "Picard: torch.manual_seed(3407) is all you need, 2021, arXiv 2109.08203", abstract},
      {"pytorch-docs", "PyTorch: documentation of init and BCEWithLogitsLoss, issues 15314 and 20102", read},
      {"radford2016", "Radford, Metz, Chintala: DCGAN, ICLR 2016, arXiv 1511.06434", quoted},
      {"ramachandran2017",
       "Ramachandran, Zoph, Le: Searching for Activation Functions, 2017, arXiv 1710.05941", read},
      {"schoenholz2017",
       "Schoenholz, Gilmer, Ganguli, Sohl-Dickstein: Deep Information Propagation, ICLR 2017, arXiv "
       "1611.01232",
       abstract},
      {"schutt2017", "Schutt and others: SchNet, NeurIPS 2017, arXiv 1706.08566", quoted},
      {"seitzer2022",
       "Seitzer and others: On the Pitfalls of Heteroscedastic Uncertainty Estimation, ICLR 2022, arXiv "
       "2203.09168",
       quoted},
      {"shazeer2020", "Shazeer: GLU Variants Improve Transformer, 2020, arXiv 2002.05202",
       "its table, in three transcriptions that agree"},
      {"sitzmann2020",
       "Sitzmann and others: Implicit Neural Representations with Periodic Activation Functions, NeurIPS "
       "2020, arXiv 2006.09661, and code",
       read},
      {"so2021",
       "So and others: Primer: Searching for Efficient Transformers, NeurIPS 2021, arXiv 2109.08668",
       abstract},
      {"sokar2023",
       "Sokar and others: The Dormant Neuron Phenomenon in Deep Reinforcement Learning, ICML 2023, arXiv "
       "2302.12902",
       quoted},
      {"tflite-quantization", "TensorFlow Lite: 8-bit quantization specification", read},
      {"wang2023",
       "Wang and others: Learning Specialized Activation Functions for Physics-informed Neural Networks, "
       "2023, arXiv 2308.04073",
       abstract},
      {"xiao2018",
       "Xiao and others: Dynamical Isometry and a Mean Field Theory of CNNs, ICML 2018, arXiv 1806.05393",
       quoted},
      {"xie2020", "Xie and others: Smooth Adversarial Training, 2020, arXiv 2006.14536, and README", read},
      {"yolo-issues",
       "github.com/ultralytics/yolov5/issues/6 and 1998, github.com/AlexeyAB/darknet/issues/3464 and 7614",
       read},
      {"you2020",
       "You, Ying, Leskovec: Design Space for Graph Neural Networks, NeurIPS 2020, arXiv 2011.08843",
       abstract},
      {"zhang2019", "Zhang, Dauphin, Ma: Fixup Initialization, ICLR 2019, arXiv 1901.09321",
       "its three steps, as others quote them"},
      {"zhang2022", "Zhang, Botev, Martens: Deep Learning without Shortcuts, ICLR 2022, arXiv 2203.08120",
       abstract},
      {"zhou2019",
       "Zhou and others: On the Continuity of Rotation Representations in Neural Networks, CVPR 2019, arXiv "
       "1812.07035",
       abstract},
  };
  return list;
}

const reference* find_reference(std::string_view key) {
  const auto found = std::find_if(references().begin(), references().end(),
                                  [&](const reference& r) { return r.key == key; });
  return found == references().end() ? nullptr : &*found;
}

}  // namespace hillock::advice
